//! Reading what says of which kind it is by a name among its own: the kind first, then the same text as that kind.

use super::Fault;
use super::reader::Reader;
use super::scan::Scan;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, VariantAccess, Visitor, value::StrDeserializer};

/// What a kind is read as that this version does not know.
const UNKNOWN: &str = "unknown";

/// A text whose kind is known.
pub(crate) struct ByKind<'de> {
    pub(super) kind: &'de str,
    pub(super) text: &'de str,
}

impl<'de> Deserializer<'de> for ByKind<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Fault> {
        Err(Fault::new("only kinds are read so"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        mut self,
        _: &'static str,
        kinds: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        if !kinds.contains(&self.kind) {
            self.kind = UNKNOWN;
        }
        visitor.visit_enum(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'de> EnumAccess<'de> for ByKind<'de> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Fault> {
        Ok((seed.deserialize(StrDeserializer::new(self.kind))?, self))
    }
}

impl<'de> VariantAccess<'de> for ByKind<'de> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Fault> {
        seed.deserialize(Reader::of(&mut Scan::new(self.text)))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        Reader::of(&mut Scan::new(self.text)).deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Fault> {
        Reader::of(&mut Scan::new(self.text)).deserialize_map(visitor)
    }
}
