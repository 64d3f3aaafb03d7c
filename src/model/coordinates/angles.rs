//! Latitude and longitude in degrees: decimal, or with minutes and seconds, with the glyphs people use for them.

use super::{CoordinateError, Typed, checked};

/// Kilometers of a degree of latitude, about.
const KM_PER_DEGREE: f64 = 111.2;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Degree,
    Minute,
    Second,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    North,
    South,
    East,
    West,
}

impl Side {
    const fn is_lat(self) -> bool {
        matches!(self, Self::North | Self::South)
    }

    const fn sign(self) -> f64 {
        match self {
            Self::North | Self::East => 1.0,
            Self::South | Self::West => -1.0,
        }
    }
}

/// A number as written.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Number {
    value: f64,
    signed: bool,
    negative: bool,
    /// Digits before and after the point.
    whole: usize,
    decimals: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Number(Number),
    Unit(Unit),
    Side(Side),
    /// A comma or semicolon between the two.
    Break,
}

pub fn parse(text: &str) -> Result<Typed, CoordinateError> {
    let text = text.strip_prefix("geo:").unwrap_or(text);
    let tokens = tokens(text)?;
    let numbers = count(&tokens);
    let sides = tokens
        .iter()
        .filter(|t| matches!(t, Token::Side(_)))
        .count();
    if numbers == 0 {
        return Err(CoordinateError::Odd(text.to_owned()));
    }
    if sides > 2 {
        return Err(CoordinateError::Contradiction(
            "More than two of the letters N, S, E and W are given. Write one for each number",
        ));
    }
    let (first, second) = halves(&tokens, numbers)?;
    let (first, second) = (Angle::of(first)?, Angle::of(second)?);
    let swapped = match (first.side.map(Side::is_lat), second.side.map(Side::is_lat)) {
        (Some(true), Some(true)) => {
            return Err(CoordinateError::Contradiction(
                "Two latitudes are given and no longitude. Use E or W for one of them",
            ));
        }
        (Some(false), Some(false)) => {
            return Err(CoordinateError::Contradiction(
                "Two longitudes are given and no latitude. Use N or S for one of them",
            ));
        }
        (Some(false), _) | (_, Some(true)) => true,
        _ => false,
    };
    let (lat, lon) = if swapped {
        (second, first)
    } else {
        (first, second)
    };
    let (lat, lon) = (lat.value(true)?, lon.value(false)?);
    let position = checked(lat.0, lon.0)?;
    let open = lat.1.max(lon.1 * position.lat.to_radians().cos());
    Ok(Typed {
        position,
        within_km: open / 2.0 * KM_PER_DEGREE,
    })
}

fn count(tokens: &[Token]) -> usize {
    tokens
        .iter()
        .filter(|t| matches!(t, Token::Number(_)))
        .count()
}

/// The tokens of the first and of the second coordinate.
fn halves(tokens: &[Token], numbers: usize) -> Result<(&[Token], &[Token]), CoordinateError> {
    let split = |at: usize| tokens.split_at_checked(at).unwrap_or((tokens, &[]));
    let good = |(a, b): (&[Token], &[Token])| count(a) > 0 && count(b) > 0;
    let breaks: Vec<usize> = (0..tokens.len())
        .filter(|at| tokens.get(*at) == Some(&Token::Break))
        .collect();
    if numbers < 2 {
        return Err(CoordinateError::OnlyOne);
    }
    if let [one] = breaks.as_slice() {
        let halves = split(*one);
        if good(halves) {
            return Ok(halves);
        }
    }
    let sides: Vec<usize> = (0..tokens.len())
        .filter(|at| matches!(tokens.get(*at), Some(Token::Side(_))))
        .collect();
    let leads = matches!(tokens.first(), Some(Token::Side(_)));
    // "N 32 E 12" or "32 N 12 E"; a single letter ends or begins its half.
    let by_side = match (sides.as_slice(), leads) {
        ([_, second], true) => Some(*second),
        ([first, _], false) => Some(first + 1),
        ([only], false) if *only + 1 < tokens.len() => Some(only + 1),
        _ => None,
    };
    if let Some(at) = by_side
        && good(split(at))
    {
        return Ok(split(at));
    }
    // A second degree sign belongs to the second coordinate; its number stands before it.
    let degrees: Vec<usize> = (0..tokens.len())
        .filter(|at| tokens.get(*at) == Some(&Token::Unit(Unit::Degree)))
        .collect();
    if let [_, second] = degrees.as_slice()
        && good(split(second.saturating_sub(1)))
    {
        return Ok(split(second.saturating_sub(1)));
    }
    let numbered: Vec<usize> = (0..tokens.len())
        .filter(|at| matches!(tokens.get(*at), Some(Token::Number(_))))
        .collect();
    match numbered.get(numbers / 2) {
        Some(at) if numbers.is_multiple_of(2) && numbers <= 6 => Ok(split(*at)),
        _ => Err(CoordinateError::Unclear(numbers)),
    }
}

/// One coordinate as written.
#[derive(Debug)]
struct Angle {
    /// Degrees, minutes, seconds; as many as were given.
    parts: Vec<Number>,
    side: Option<Side>,
    /// Whether glyphs say what the numbers are.
    units: bool,
}

impl Angle {
    fn of(tokens: &[Token]) -> Result<Self, CoordinateError> {
        let mut angle = Self {
            parts: Vec::new(),
            side: None,
            units: false,
        };
        for token in tokens {
            match token {
                Token::Number(number) => angle.parts.push(*number),
                Token::Side(side) => angle.side = Some(*side),
                Token::Unit(unit) => {
                    angle.units = true;
                    let expected = match unit {
                        Unit::Degree => 1,
                        Unit::Minute => 2,
                        Unit::Second => 3,
                    };
                    if angle.parts.len() != expected {
                        return Err(CoordinateError::Contradiction(
                            "Degrees, minutes and seconds are not in this order. Write them like 32° 3′ 48″ N",
                        ));
                    }
                }
                Token::Break => {}
            }
        }
        if angle.parts.is_empty() || angle.parts.len() > 3 {
            return Err(CoordinateError::Unclear(angle.parts.len()));
        }
        Ok(angle)
    }

    /// Degrees with their sign, and the unit of the last digit in degrees.
    fn value(&self, is_lat: bool) -> Result<(f64, f64), CoordinateError> {
        let [first, rest @ ..] = self.parts.as_slice() else {
            return Err(CoordinateError::OnlyOne);
        };
        if rest.iter().any(|part| part.signed) {
            return Err(CoordinateError::Contradiction(
                "Minutes and seconds have no sign of their own",
            ));
        }
        let finest =
            10_f64.powi(-i32::try_from(self.parts.last().map_or(0, |p| p.decimals)).unwrap_or(0));
        let (degrees, unit) = match rest {
            [] => self.compact(*first, is_lat, finest)?,
            [minutes] => (first.value + sixtieths(minutes)? / 60.0, finest / 60.0),
            [minutes, seconds, ..] => (
                first.value + sixtieths(minutes)? / 60.0 + sixtieths(seconds)? / 3600.0,
                finest / 3600.0,
            ),
        };
        let broken = self
            .parts
            .split_last()
            .is_some_and(|(_, before)| before.iter().any(|part| part.decimals > 0));
        if broken {
            return Err(CoordinateError::Contradiction(
                "Only the last of degrees, minutes and seconds can have decimals",
            ));
        }
        let sign = match self.side {
            Some(_) if first.signed => {
                return Err(CoordinateError::Contradiction(
                    "A sign and a letter for the side are too much. Leave one of them out",
                ));
            }
            Some(side) => side.sign(),
            None if first.negative => -1.0,
            None => 1.0,
        };
        Ok((sign * degrees, unit))
    }

    /// A single number: decimal degrees, or degrees, minutes and seconds written together as aviation does, which takes
    /// a letter and all digits ("0123143E").
    fn compact(
        &self,
        number: Number,
        is_lat: bool,
        finest: f64,
    ) -> Result<(f64, f64), CoordinateError> {
        let degrees = if is_lat { 2 } else { 3 };
        if self.side.is_none() || self.units || number.whole < degrees + 2 {
            return Ok((number.value, finest));
        }
        let part = |value: f64| Number { value, ..number };
        match number.whole - degrees {
            2 => {
                let whole = (number.value / 100.0).trunc();
                let minutes = sixtieths(&part(number.value - whole * 100.0))?;
                Ok((whole + minutes / 60.0, finest / 60.0))
            }
            4 => {
                let whole = (number.value / 10_000.0).trunc();
                let rest = number.value - whole * 10_000.0;
                let minutes = sixtieths(&part((rest / 100.0).trunc()))?;
                let seconds = sixtieths(&part(rest - (rest / 100.0).trunc() * 100.0))?;
                Ok((whole + minutes / 60.0 + seconds / 3600.0, finest / 3600.0))
            }
            _ => Ok((number.value, finest)),
        }
    }
}

fn sixtieths(number: &Number) -> Result<f64, CoordinateError> {
    if number.value < 60.0 {
        return Ok(number.value);
    }
    Err(CoordinateError::OutOfRange {
        what: "The number of minutes or seconds",
        value: number.value.to_string(),
        range: "it goes from 0 to 59",
    })
}

fn tokens(text: &str) -> Result<Vec<Token>, CoordinateError> {
    let chars: Vec<char> = text.chars().collect();
    let decimal_comma = decimal_comma(&chars);
    let has_side = chars
        .iter()
        .any(|c| matches!(c.to_ascii_uppercase(), 'N' | 'S' | 'E' | 'W'));
    let at = |n: usize| chars.get(n).copied().unwrap_or(' ');
    let is_digit = |n: usize| at(n).is_ascii_digit();
    let mut out = Vec::new();
    let mut n = 0;
    while n < chars.len() {
        let c = at(n);
        let before_digit = n > 0 && is_digit(n - 1);
        let sign = matches!(c, '+' | '-' | '−' | '–');
        // "32-03-48N": between digits, with letters for the sides, a hyphen only parts them.
        let parts_only = sign && c != '+' && has_side && before_digit;
        if c.is_ascii_digit()
            || sign && !parts_only && (is_digit(n + 1) || at(n + 1) == '.' && is_digit(n + 2))
            || c == '.' && is_digit(n + 1)
        {
            let (number, end) = number(&chars, n, decimal_comma)?;
            out.push(Token::Number(number));
            n = end;
            continue;
        }
        if c.is_alphabetic() && c != 'º' && c != 'ª' {
            let end = (n..=chars.len())
                .find(|e| !at(*e).is_alphabetic())
                .unwrap_or(chars.len());
            let word: String = chars.get(n..end).unwrap_or_default().iter().collect();
            // An "s" after minutes and seconds is a unit, elsewhere the south.
            let seconds = word.eq_ignore_ascii_case("s")
                && matches!(
                    out.as_slice(),
                    [.., Token::Unit(Unit::Minute), Token::Number(_)]
                );
            out.push(if seconds && word == "s" {
                Token::Unit(Unit::Second)
            } else {
                self::word(&word).ok_or(CoordinateError::Odd(word))?
            });
            n = end;
            continue;
        }
        let twice = at(n + 1) == c;
        match c {
            '°' | 'º' | '˚' | '∘' => out.push(Token::Unit(Unit::Degree)),
            '\'' | '′' | '’' | '‘' | '´' | 'ʹ' | '`' if twice => {
                out.push(Token::Unit(Unit::Second));
                n += 1;
            }
            '\'' | '′' | '’' | '‘' | '´' | 'ʹ' | '`' => out.push(Token::Unit(Unit::Minute)),
            '"' | '″' | '”' | '“' | 'ʺ' | '˝' => out.push(Token::Unit(Unit::Second)),
            ',' | ';' | '/' | '|' => out.push(Token::Break),
            '-' | '−' | '–' | ':' | '(' | ')' | '[' | ']' => {}
            c if c.is_whitespace() => {}
            other => return Err(CoordinateError::Odd(other.to_string())),
        }
        n += 1;
    }
    Ok(out)
}

fn word(word: &str) -> Option<Token> {
    Some(match word.to_ascii_lowercase().as_str() {
        "n" | "north" => Token::Side(Side::North),
        "s" | "south" => Token::Side(Side::South),
        "e" | "east" => Token::Side(Side::East),
        "w" | "west" => Token::Side(Side::West),
        "d" | "deg" | "degree" | "degrees" => Token::Unit(Unit::Degree),
        "m" | "min" | "minute" | "minutes" => Token::Unit(Unit::Minute),
        "sec" | "second" | "seconds" => Token::Unit(Unit::Second),
        "and" => Token::Break,
        "lat" | "latitude" | "lon" | "lng" | "long" | "longitude" => return Some(Token::Break),
        _ => return None,
    })
}

/// Whether commas between digits are decimal ones: no point is used, and there is more than one number without them.
fn decimal_comma(chars: &[char]) -> bool {
    if chars.contains(&'.') {
        return false;
    }
    let mut commas = 0;
    let mut numbers = 0;
    let mut inside = false;
    for (n, c) in chars.iter().enumerate() {
        let next = chars.get(n + 1).is_some_and(char::is_ascii_digit);
        if *c == ',' && inside && next {
            commas += 1;
            continue;
        }
        numbers += usize::from(c.is_ascii_digit() && !inside);
        inside = c.is_ascii_digit();
    }
    commas > 0 && numbers > 1
}

fn number(
    chars: &[char],
    start: usize,
    decimal_comma: bool,
) -> Result<(Number, usize), CoordinateError> {
    let at = |n: usize| chars.get(n).copied().unwrap_or(' ');
    let mut n = start;
    let signed = matches!(at(n), '+' | '-' | '−' | '–');
    let negative = signed && at(n) != '+';
    n += usize::from(signed);
    let (mut whole, mut decimals) = (0, 0);
    let mut text = String::new();
    let mut point = false;
    loop {
        let c = at(n);
        if c.is_ascii_digit() {
            text.push(c);
            if point {
                decimals += 1;
            } else {
                whole += 1;
            }
        } else if !point && (c == '.' || c == ',' && decimal_comma) && at(n + 1).is_ascii_digit() {
            point = true;
            text.push('.');
        } else if c == '.' && !point {
            // A point at the end of the number is none of its decimals.
            n += 1;
            break;
        } else {
            break;
        }
        n += 1;
    }
    let value: f64 = text
        .parse()
        .ok()
        .filter(|v: &f64| v.is_finite())
        .ok_or_else(|| CoordinateError::Odd(text.clone()))?;
    Ok((
        Number {
            value,
            signed,
            negative,
            whole,
            decimals,
        },
        n,
    ))
}
