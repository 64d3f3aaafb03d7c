//! Reads the numbers and texts of the embedded files from bytes. Every read is checked and gives `None` past the end.

/// A position in a byte slice that moves on with each read.
#[derive(Clone, Debug)]
pub struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    /// Starts at the beginning.
    pub const fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Whether all has been read.
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next `length` bytes.
    pub fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    /// One byte.
    pub fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    /// A little-endian number of four bytes.
    pub fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    /// A little-endian float of four bytes.
    pub fn f32(&mut self) -> Option<f32> {
        self.array().map(f32::from_le_bytes)
    }

    /// A little-endian float of eight bytes.
    pub fn f64(&mut self) -> Option<f64> {
        self.array().map(f64::from_le_bytes)
    }

    /// A number of seven bits a byte, lowest first, the top bit saying that more follow (LEB128).
    pub fn count(&mut self) -> Option<usize> {
        let mut number = 0_u64;
        for shift in (0..35).step_by(7) {
            let byte = self.u8()?;
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return usize::try_from(number).ok();
            }
        }
        None
    }

    /// A number of either sign, zigzag-coded: 0, -1, 1, -2, … are written as 0, 1, 2, 3, …
    pub fn signed(&mut self) -> Option<i32> {
        let coded = u32::try_from(self.count()?).ok()?;
        Some((coded >> 1).cast_signed() ^ -(coded & 1).cast_signed())
    }

    /// A text after its length in bytes.
    pub fn text(&mut self) -> Option<&'b str> {
        let length = self.count()?;
        std::str::from_utf8(self.take(length)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts() {
        let mut reader = Reader::new(&[0x96, 0x01, 3, b'a', b'b', b'c', 5, 4, 1, 2, 3, 4]);
        assert_eq!(reader.count(), Some(150));
        assert_eq!(reader.text(), Some("abc"));
        assert_eq!(reader.signed(), Some(-3));
        assert_eq!(reader.signed(), Some(2));
        assert_eq!(reader.u32(), Some(0x0403_0201));
        assert_eq!(reader.u8(), None);
    }

    #[test]
    fn damage_gives_nothing() {
        for bytes in [&[255_u8; 9][..], &[200], &[9, b'x'], &[2, 0xff, 0xfe]] {
            assert_eq!(Reader::new(bytes).text(), None);
        }
    }
}
