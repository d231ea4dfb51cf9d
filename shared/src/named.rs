//! Lists of words with stable names, by which they are stored and travel.

/// Makes an enum of words, each with its stable name: `ALL`, `as_str` and `parse`. What is derived beside the usual stands
/// above the list.
macro_rules! named {
    ($(#[$attribute:meta])* $list:ident { $($(#[$line:meta])* $word:ident = $name:literal,)* }) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $list {
            $($(#[$line])* $word,)*
        }

        impl $list {
            /// Every one, in the order of the list.
            pub const ALL: &[Self] = &[$(Self::$word),*];

            /// The stable name.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$word => $name,)*
                }
            }

            /// The one of that name.
            pub fn parse(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.as_str() == name)
            }
        }
    };
}

pub(crate) use named;
