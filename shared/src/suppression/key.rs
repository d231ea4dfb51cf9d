//! The name of a count. Two tables that use the same key speak of the same count: that is how they are linked.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// What is counted, over which period, and in which part of the split. Copies are cheap: tables, sums and the memory of
/// releases all hold the same keys. So is finding one, since its hash is reckoned once.
#[derive(Debug, Clone)]
pub struct CellKey(Arc<Hashed>);

#[derive(Debug)]
struct Hashed {
    hash: u64,
    named: Named,
}

/// What a key says. In the order of what is compared first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Named {
    measure: String,
    period: Arc<str>,
    place: Arc<BTreeMap<String, String>>,
}

/// The same as it is stored.
#[derive(Serialize, Deserialize)]
struct Stored<M, P, D> {
    measure: M,
    period: P,
    place: D,
}

/// A period and a place: many things are counted in each.
#[derive(Debug, Clone)]
pub(crate) struct Where {
    period: Arc<str>,
    place: Arc<BTreeMap<String, String>>,
}

impl Where {
    /// The days as they are named, and the categories by dimension; the empty place is the total.
    pub(crate) fn new(period: &str, place: &[(&str, &str)]) -> Self {
        let place = place.iter().map(|(dimension, category)| (String::from(*dimension), String::from(*category)));
        Self { period: period.into(), place: Arc::new(place.collect()) }
    }
}

impl From<Named> for CellKey {
    fn from(named: Named) -> Self {
        let mut hasher = DefaultHasher::new();
        named.hash(&mut hasher);
        Self(Arc::new(Hashed { hash: hasher.finish(), named }))
    }
}

impl PartialEq for CellKey {
    fn eq(&self, Self(other): &Self) -> bool {
        let Self(own) = self;
        Arc::ptr_eq(own, other) || (own.hash == other.hash && own.named == other.named)
    }
}

impl Eq for CellKey {}

impl Hash for CellKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.hash);
    }
}

/// What is known by key. Keys come with their hash.
pub type ByKey<V> = HashMap<CellKey, V, BuildHasherDefault<Reckoned>>;

/// A set of keys.
pub(super) type Keys = HashSet<CellKey, BuildHasherDefault<Reckoned>>;

/// A hash that was reckoned before: it is passed on as it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reckoned(u64);

impl Hasher for Reckoned {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

impl Ord for CellKey {
    fn cmp(&self, Self(other): &Self) -> Ordering {
        let Self(own) = self;
        if Arc::ptr_eq(own, other) { Ordering::Equal } else { own.named.cmp(&other.named) }
    }
}

impl PartialOrd for CellKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for CellKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Named { measure, period, place } = &self.0.named;
        Stored { measure, period: &**period, place: &**place }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for CellKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Stored { measure, period, place } =
            Stored::<String, Box<str>, BTreeMap<String, String>>::deserialize(deserializer)?;
        Ok(Self::from(Named { measure, period: period.into(), place: Arc::new(place) }))
    }
}

impl CellKey {
    /// The count of `measure` over `period` in one place; the empty place is the total.
    pub fn new(measure: &str, period: &str, place: &[(&str, &str)]) -> Self {
        Self::at(measure, &Where::new(period, place))
    }

    /// The count of `measure` there and then.
    pub(crate) fn at(measure: &str, Where { period, place }: &Where) -> Self {
        Self::from(Named { measure: measure.into(), period: period.clone(), place: place.clone() })
    }

    /// Whether it counts in this period and in just this place.
    pub(super) fn is_of(&self, period: &str, place: &[(&str, &str)]) -> bool {
        let own = &self.0.named;
        let same = |(name, category): (&String, &String)| place.contains(&(name.as_str(), category.as_str()));
        *own.period == *period && own.place.len() == place.len() && own.place.iter().all(same)
    }

    /// The key of those in this count who are not in `part`, a count of some of the same people.
    #[must_use]
    pub fn without(&self, part: &Self) -> Self {
        let measure = format!("{self} without {part}");
        Self::from(Named { measure, period: self.0.named.period.clone(), place: Arc::default() })
    }

    /// The key of what was added to or taken from this count when it was counted again.
    pub(super) fn change(&self, number: usize) -> Self {
        let Named { measure, period, place } = &self.0.named;
        let measure = format!("{measure}, change {number}");
        Self::from(Named { measure, period: period.clone(), place: place.clone() })
    }
}

impl fmt::Display for CellKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = &self.0.named;
        write!(f, "{} {}", named.measure, named.period)?;
        named.place.iter().try_for_each(|(dimension, category)| write!(f, " {dimension}={category}"))
    }
}
