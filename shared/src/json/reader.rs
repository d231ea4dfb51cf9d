//! Reading types from a text. Each method that is compiled for every type says as little as it can: the work is in
//! [`Scan`], which is compiled once.

use super::Fault;
use super::scan::{Number, Scan};
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
};

/// By which name `serde_json` asks for the text of a value in the place of the value.
const TEXT_ITSELF: &str = "$serde_json::private::RawValue";

/// Reads the value that comes next.
pub(crate) struct Reader<'s, 'de> {
    scan: &'s mut Scan<'de>,
    /// Names in objects are strings, also those of numbers.
    is_name: bool,
}

impl<'s, 'de> Reader<'s, 'de> {
    pub(super) fn of(scan: &'s mut Scan<'de>) -> Self {
        Self { scan, is_name: false }
    }

    fn number(self) -> Result<Number, Fault> {
        if !self.is_name {
            return self.scan.number();
        }
        let name = self.scan.string()?;
        let mut within = Scan::new(&name);
        let number = within.number()?;
        within.end().map(|()| number)
    }

    fn whole(self) -> Result<u64, Fault> {
        match self.number()? {
            Number::Whole(number) => Ok(number),
            other => Err(other.unexpected("a whole number that is not negative")),
        }
    }

    fn signed(self) -> Result<i64, Fault> {
        match self.number()? {
            Number::Whole(number) => {
                i64::try_from(number).map_err(|_| Number::Whole(number).unexpected("a smaller number"))
            }
            Number::Negative(number) => Ok(number),
            other @ Number::Broken(_) => Err(other.unexpected("a whole number")),
        }
    }

    fn broken(self) -> Result<f64, Fault> {
        #[expect(clippy::cast_precision_loss, reason = "that is what is asked for")]
        Ok(match self.number()? {
            Number::Whole(number) => number as f64,
            Number::Negative(number) => number as f64,
            Number::Broken(number) => number,
        })
    }
}

impl Number {
    fn unexpected(self, expected: &'static str) -> Fault {
        let found = match self {
            Self::Whole(number) => Unexpected::Unsigned(number),
            Self::Negative(number) => Unexpected::Signed(number),
            Self::Broken(number) => Unexpected::Float(number),
        };
        Fault::invalid_type(found, &expected)
    }
}

/// Numbers of each width by way of the widest.
macro_rules! numbers {
    ($($method:ident $way:ident $visit:ident),*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            visitor.$visit(self.$way()?)
        }
    )*};
}

/// What nothing of ours is made of.
macro_rules! never {
    ($($method:ident),*) => {$(
        fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Fault> {
            Err(self.scan.fault("nothing of this kind is read from a text"))
        }
    )*};
}

impl<'de> Deserializer<'de> for Reader<'_, 'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.scan.peek() {
            b'"' => self.deserialize_str(visitor),
            b'[' => self.deserialize_seq(visitor),
            b'{' => self.deserialize_map(visitor),
            b't' | b'f' => self.deserialize_bool(visitor),
            b'n' => self.deserialize_unit(visitor),
            _ => match self.number()? {
                Number::Whole(number) => visitor.visit_u64(number),
                Number::Negative(number) => visitor.visit_i64(number),
                Number::Broken(number) => visitor.visit_f64(number),
            },
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_bool(self.scan.truth()?)
    }

    numbers! {
        deserialize_u8 whole visit_u64, deserialize_u16 whole visit_u64, deserialize_u32 whole visit_u64,
        deserialize_u64 whole visit_u64, deserialize_i8 signed visit_i64, deserialize_i16 signed visit_i64,
        deserialize_i32 signed visit_i64, deserialize_i64 signed visit_i64, deserialize_f32 broken visit_f64,
        deserialize_f64 broken visit_f64
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_str(&self.scan.string()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.scan.peek() == b'n' {
            self.scan.literal("null")?;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.scan.literal("null")?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_unit(visitor)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Fault> {
        if name == TEXT_ITSELF {
            return visitor.visit_map(TextItself(Some(self.scan.skip()?)));
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.scan.enter(b'[')?;
        let value = visitor.visit_seq(Rest::of(self.scan))?;
        self.scan.leave(b']')?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.scan.enter(b'{')?;
        let value = visitor.visit_map(Rest::of(self.scan))?;
        self.scan.leave(b'}')?;
        Ok(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let has_content = self.scan.peek() == b'{';
        if has_content {
            self.scan.enter(b'{')?;
        }
        let value = visitor.visit_enum(Kind { scan: self.scan, has_content })?;
        if has_content {
            self.scan.leave(b'}')?;
        }
        Ok(value)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.scan.skip()?;
        visitor.visit_unit()
    }

    never! { deserialize_char, deserialize_bytes, deserialize_byte_buf }
}

/// What is left of a list or an object.
struct Rest<'s, 'de> {
    scan: &'s mut Scan<'de>,
    is_first: bool,
}

impl<'s, 'de> Rest<'s, 'de> {
    fn of(scan: &'s mut Scan<'de>) -> Self {
        Self { scan, is_first: true }
    }
}

impl<'de> SeqAccess<'de> for Rest<'_, 'de> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        if !self.scan.goes_on(b']', &mut self.is_first)? {
            return Ok(None);
        }
        seed.deserialize(Reader::of(self.scan)).map(Some)
    }
}

impl<'de> MapAccess<'de> for Rest<'_, 'de> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        if !self.scan.goes_on(b'}', &mut self.is_first)? {
            return Ok(None);
        }
        if self.scan.peek() != b'"' {
            return Err(self.scan.fault("a name was expected"));
        }
        seed.deserialize(Reader { scan: self.scan, is_name: true }).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        self.scan.take(b':')?;
        seed.deserialize(Reader::of(self.scan))
    }
}

/// The name of a kind, and what may stand behind it.
struct Kind<'s, 'de> {
    scan: &'s mut Scan<'de>,
    has_content: bool,
}

impl<'de> EnumAccess<'de> for Kind<'_, 'de> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Fault> {
        let value = seed.deserialize(Reader::of(self.scan))?;
        if self.has_content {
            self.scan.take(b':')?;
        }
        Ok((value, self))
    }
}

impl<'s, 'de> Kind<'s, 'de> {
    fn content(self) -> Result<Reader<'s, 'de>, Fault> {
        if self.has_content { Ok(Reader::of(self.scan)) } else { Err(self.scan.fault("more than a name was expected")) }
    }
}

impl<'de> VariantAccess<'de> for Kind<'_, 'de> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        if self.has_content { self.scan.literal("null") } else { Ok(()) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Fault> {
        seed.deserialize(self.content()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.content()?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Fault> {
        self.content()?.deserialize_map(visitor)
    }
}

/// The text of a value, handed over as `serde_json` does it: an object whose one name says so.
struct TextItself<'de>(Option<&'de str>);

impl<'de> MapAccess<'de> for TextItself<'de> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        if self.0.is_none() {
            return Ok(None);
        }
        seed.deserialize(StrDeserializer::new(TEXT_ITSELF)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        seed.deserialize(StrDeserializer::new(self.0.take().unwrap_or_default()))
    }
}
