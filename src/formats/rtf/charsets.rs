//! Which bytes mean which letters in an RTF document: code pages and font charsets.

use encoding_rs::Encoding;

/// How the bytes of a run are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    Standard(&'static Encoding),
    /// The 128 upper characters of a DOS code page, which the Encoding Standard leaves out.
    Dos(&'static str),
    /// A font of signs: bullets and arrows.
    Symbol,
}

const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}";
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}";

pub const WESTERN: Charset = Charset::Standard(encoding_rs::WINDOWS_1252);

/// The charset of a Windows or Macintosh code page number; `None` for one that is not known.
pub fn of_code_page(number: i32) -> Option<Charset> {
    Some(Charset::Standard(match number {
        437 => return Some(Charset::Dos(CP437)),
        850 | 858 => return Some(Charset::Dos(CP850)),
        866 => encoding_rs::IBM866,
        874 => encoding_rs::WINDOWS_874,
        932 => encoding_rs::SHIFT_JIS,
        936 => encoding_rs::GBK,
        949 | 1361 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1252 => encoding_rs::WINDOWS_1252,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        1255 => encoding_rs::WINDOWS_1255,
        1256 => encoding_rs::WINDOWS_1256,
        1257 => encoding_rs::WINDOWS_1257,
        1258 => encoding_rs::WINDOWS_1258,
        10000 => encoding_rs::MACINTOSH,
        10007 => encoding_rs::X_MAC_CYRILLIC,
        20866 => encoding_rs::KOI8_R,
        21866 => encoding_rs::KOI8_U,
        28592 => encoding_rs::ISO_8859_2,
        54936 => encoding_rs::GB18030,
        65001 => encoding_rs::UTF_8,
        _ => return None,
    }))
}

/// The charset of a font by its `\fcharset`; `None` where the document's code page holds.
pub fn of_font(fcharset: i32) -> Option<Charset> {
    // 0 says "ANSI", which Word and the programs that write RTF by hand take for the document's own code page.
    of_code_page(match fcharset {
        2 => return Some(Charset::Symbol),
        77 => 10000,
        78 | 128 => 932,
        79 | 129 | 130 => 949,
        80 | 134 => 936,
        81 | 136 => 950,
        85 | 161 => 1253,
        83 | 162 => 1254,
        163 => 1258,
        84 | 177 => 1255,
        178..=180 => 1256,
        186 => 1257,
        89 | 204 => 1251,
        87 | 222 => 874,
        88 | 238 => 1250,
        254 => 437,
        255 => 850,
        _ => return None,
    })
}

impl Charset {
    /// The name shown as the article's encoding.
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard(encoding) => encoding.name(),
            Self::Dos(upper) if upper == CP437 => "IBM437",
            Self::Dos(_) => "IBM850",
            Self::Symbol => "Symbol",
        }
    }

    /// Appends the bytes as text. `raw` says that bytes above 127 stood in the file unescaped: no valid RTF, and where
    /// they are valid UTF-8, that is what the program meant.
    pub fn decode(self, bytes: &[u8], raw: bool, to: &mut String) {
        if raw && let Ok(text) = std::str::from_utf8(bytes) {
            to.push_str(text);
            return;
        }
        match self {
            Self::Standard(encoding) => {
                to.push_str(&encoding.decode_without_bom_handling(bytes).0);
            }
            Self::Dos(upper) => to.extend(bytes.iter().filter_map(|byte| match byte {
                0..=0x7F => Some(char::from(*byte)),
                _ => upper.chars().nth(usize::from(*byte) - 0x80),
            })),
            Self::Symbol => to.extend(bytes.iter().map(|byte| match byte {
                0..=0x7F => char::from(*byte),
                _ => '•',
            })),
        }
    }
}

/// A character given by `\u`; those that a font of signs hides in the private use area become what they look like.
pub fn scalar(code: u32) -> Option<char> {
    match code {
        0xF020..=0xF07E => char::from_u32(code - 0xF000),
        0xF07F..=0xF0FF => Some('•'),
        _ => char::from_u32(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_pages_are_read() {
        let check = |page: i32, bytes: &[u8], expected: &str| {
            let mut text = String::new();
            let charset = of_code_page(page).expect("a known code page");
            charset.decode(bytes, false, &mut text);
            assert_eq!(text, expected, "{page}");
        };
        check(1252, b"caf\xe9 \x93x\x94", "café “x”");
        check(437, b"caf\x82 \xe1\xff", "café ß\u{A0}");
        check(850, b"\x9b\xd5\xff", "øı\u{A0}");
        check(932, b"\x93\x8c\x8b\x9e", "東京");
        check(936, b"\xb1\xb1\xbe\xa9", "北京");
        check(949, b"\xbc\xad\xbf\xef", "서울");
        check(950, b"\xa5\x78\xa5\x5f", "台北");
        check(10000, b"caf\x8e", "café");
        assert_eq!((CP437.chars().count(), CP850.chars().count()), (128, 128));
    }
}
