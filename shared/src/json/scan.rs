//! Walking through a text of JSON (RFC 8259) from left to right. It knows what a number, a string and a literal are, and
//! nothing of types.

use super::{Fault, decimal};
use std::borrow::Cow;

/// How deep values may lie in each other.
const DEEPEST: u8 = 127;

/// A place in a text.
pub(super) struct Scan<'de> {
    text: &'de str,
    at: usize,
    depth: u8,
}

/// A number as it stands there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    /// A whole number that is not negative.
    Whole(u64),
    /// A negative whole number.
    Negative(i64),
    /// Any other.
    Broken(f64),
}

impl<'de> Scan<'de> {
    pub(super) fn new(text: &'de str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// The byte that comes next, whatever it is.
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is not white space; 0 at the end.
    pub(super) fn peek(&mut self) -> u8 {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.byte() {
            self.at += 1;
        }
        self.byte().unwrap_or(0)
    }

    /// Goes on behind that byte, if it comes next.
    pub(super) fn takes(&mut self, byte: u8) -> bool {
        let is_there = self.peek() == byte;
        self.at += usize::from(is_there);
        is_there
    }

    /// Goes on behind that byte.
    pub(super) fn take(&mut self, byte: u8) -> Result<(), Fault> {
        if self.takes(byte) { Ok(()) } else { Err(self.fault("something else was expected")) }
    }

    /// Nothing may follow.
    pub(super) fn end(&mut self) -> Result<(), Fault> {
        if self.peek() == 0 && self.at == self.text.len() {
            Ok(())
        } else {
            Err(self.fault("there is more than one value"))
        }
    }

    pub(super) fn fault(&self, what: &str) -> Fault {
        Fault::new(format_args!("{what} at byte {}", self.at))
    }

    /// Goes into a list or an object.
    pub(super) fn enter(&mut self, bracket: u8) -> Result<(), Fault> {
        self.take(bracket)?;
        self.depth += 1;
        if self.depth > DEEPEST { Err(self.fault("too many values in each other")) } else { Ok(()) }
    }

    /// Comes out of it.
    pub(super) fn leave(&mut self, bracket: u8) -> Result<(), Fault> {
        self.depth = self.depth.saturating_sub(1);
        self.take(bracket)
    }

    /// Whether another value follows in a list or an object; goes on behind the comma before it.
    pub(super) fn goes_on(&mut self, bracket: u8, is_first: &mut bool) -> Result<bool, Fault> {
        let is_first = std::mem::take(is_first);
        if self.peek() == bracket {
            return Ok(false);
        }
        if !is_first {
            self.take(b',')?;
        }
        Ok(true)
    }

    /// `true`, `false` or `null`.
    pub(super) fn literal(&mut self, word: &str) -> Result<(), Fault> {
        self.peek();
        if self.text[self.at..].starts_with(word) {
            self.at += word.len();
            Ok(())
        } else {
            Err(self.fault("something else was expected"))
        }
    }

    pub(super) fn truth(&mut self) -> Result<bool, Fault> {
        let is_true = self.peek() == b't';
        self.literal(if is_true { "true" } else { "false" })?;
        Ok(is_true)
    }

    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at == start { Err(self.fault("a digit was expected")) } else { Ok(()) }
    }

    pub(super) fn number(&mut self) -> Result<Number, Fault> {
        self.peek();
        let start = self.at;
        let is_negative = self.byte() == Some(b'-');
        self.at += usize::from(is_negative);
        if self.byte() == Some(b'0') {
            self.at += 1
        } else {
            self.digits()?
        }
        let mut is_whole = true;
        if self.byte() == Some(b'.') {
            is_whole = false;
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.byte() {
            is_whole = false;
            self.at += 1;
            if let Some(b'+' | b'-') = self.byte() {
                self.at += 1;
            }
            self.digits()?;
        }
        let text = &self.text[start..self.at];
        let whole = match (is_whole, is_negative) {
            (true, false) => text.parse().ok().map(Number::Whole),
            (true, true) => text.parse().ok().filter(|number| *number != 0).map(Number::Negative),
            _ => None,
        };
        let broken = || Some(decimal::value(text)).filter(|number| number.is_finite()).map(Number::Broken);
        whole.or_else(broken).ok_or_else(|| self.fault("a number is too large"))
    }

    /// A string without its escapes.
    pub(super) fn string(&mut self) -> Result<Cow<'de, str>, Fault> {
        self.take(b'"')?;
        let mut read = Cow::Borrowed("");
        loop {
            let start = self.at;
            while !matches!(self.byte(), None | Some(b'"' | b'\\' | 0..0x20)) {
                self.at += 1;
            }
            let plain = &self.text[start..self.at];
            if read.is_empty() {
                read = Cow::Borrowed(plain)
            } else {
                read.to_mut().push_str(plain)
            }
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(read);
                }
                Some(b'\\') => {
                    self.at += 1;
                    let escaped = self.escaped()?;
                    read.to_mut().push(escaped);
                }
                _ => return Err(self.fault("a text does not end")),
            }
        }
    }

    /// What stands behind a backslash.
    fn escaped(&mut self) -> Result<char, Fault> {
        let byte = self.byte();
        self.at += 1;
        Ok(match byte {
            Some(b'n') => '\n',
            Some(b't') => '\t',
            Some(b'r') => '\r',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'u') => return self.by_number(),
            _ => {
                self.at -= 1;
                return Err(self.fault("no such escape"));
            }
        })
    }

    /// A character by its number: four digits, or twice four for those that UTF-16 writes as two.
    fn by_number(&mut self) -> Result<char, Fault> {
        let first = self.four_digits()?;
        let number = match first {
            0xD800..0xDC00 if self.text[self.at..].starts_with("\\u") => {
                self.at += 2;
                match self.four_digits()? {
                    second @ 0xDC00..0xE000 => 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00),
                    _ => first,
                }
            }
            _ => first,
        };
        char::from_u32(number).ok_or_else(|| self.fault("half a character"))
    }

    fn four_digits(&mut self) -> Result<u32, Fault> {
        let mut number = 0;
        for _ in 0..4 {
            let digit = self.byte().and_then(|byte| char::from(byte).to_digit(16));
            number = number * 16 + digit.ok_or_else(|| self.fault("a digit was expected"))?;
            self.at += 1;
        }
        Ok(number)
    }

    /// Goes on behind a value, whatever it is and however deep; gives its text.
    pub(super) fn skip(&mut self) -> Result<&'de str, Fault> {
        self.peek();
        let start = self.at;
        // What closes the lists and objects that are open, the innermost last.
        let mut closing = Vec::new();
        loop {
            if self.skip_into(&mut closing)? {
                continue;
            }
            while closing.last().is_some_and(|bracket| self.takes(*bracket)) {
                closing.pop();
            }
            match closing.last() {
                None => return Ok(&self.text[start..self.at]),
                Some(bracket) => {
                    self.take(b',')?;
                    self.skip_name(*bracket)?;
                }
            }
        }
    }

    /// Goes on behind a value of one part, or to the first value in a list or an object. Whether a value must follow.
    fn skip_into(&mut self, closing: &mut Vec<u8>) -> Result<bool, Fault> {
        match self.peek() {
            b'"' => drop(self.string()?),
            b't' | b'f' => drop(self.truth()?),
            b'n' => self.literal("null")?,
            opening @ (b'[' | b'{') => {
                self.at += 1;
                let bracket = if opening == b'[' { b']' } else { b'}' };
                if self.takes(bracket) {
                    return Ok(false);
                }
                self.skip_name(bracket)?;
                closing.push(bracket);
                return Ok(true);
            }
            _ => drop(self.number()?),
        }
        Ok(false)
    }

    /// In an object a value has a name.
    fn skip_name(&mut self, bracket: u8) -> Result<(), Fault> {
        if bracket == b'}' {
            self.string()?;
            self.take(b':')?;
        }
        Ok(())
    }
}
