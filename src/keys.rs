//! The way from the top of a file down to a value.

use std::borrow::Cow;
use std::fmt;

/// One step from the top of a file down to a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    Name(Cow<'static, str>),
    Index(usize),
}

impl From<&'static str> for Key {
    fn from(name: &'static str) -> Key {
        Key::Name(Cow::Borrowed(name))
    }
}

impl From<String> for Key {
    fn from(name: String) -> Key {
        Key::Name(Cow::Owned(name))
    }
}

impl From<usize> for Key {
    fn from(index: usize) -> Key {
        Key::Index(index)
    }
}

/// The way from the top of a file down to a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Keys(pub Vec<Key>);

impl Keys {
    /// The same way, a step further.
    #[must_use]
    pub fn then(&self, key: impl Into<Key>) -> Keys {
        let mut longer = self.clone();
        longer.0.push(key.into());
        longer
    }
}

/// `raci.accountable[1]`, as people write it.
impl fmt::Display for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, key) in self.0.iter().enumerate() {
            match key {
                Key::Name(name) if position == 0 => f.write_str(name)?,
                Key::Name(name) => write!(f, ".{name}")?,
                Key::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// The way to a value: `keys!["raci", "accountable", 1]`.
#[macro_export]
macro_rules! keys {
    ($($key:expr),* $(,)?) => { $crate::keys::Keys(vec![$($crate::keys::Key::from($key)),*]) };
}
