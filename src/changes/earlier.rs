//! What an earlier record says of a thing of today, whatever its id or its wording was then.

use std::collections::BTreeMap;

use crate::changes::entity::{Entity, Known};
use crate::changes::items::matched;
use crate::changes::pairs::pairs;
use crate::changes::tree::Renames;
use crate::record::Record;
use crate::record::participant::Participant;
use crate::record::values::Id;
use crate::record::work::{Product, Role};
use crate::source::layout::FileKind;

/// A record as it was known on an earlier day, beside that of today.
pub struct Earlier<'a> {
    pub record: &'a Record,
    now: &'a Record,
    /// What each thing of today was.
    was: BTreeMap<Known, Entity<'a>>,
    /// What each thing of then is.
    is: BTreeMap<Known, Entity<'a>>,
    renames: Renames,
}

/// Those who hold a role share one set of ids.
const HOLDERS: [FileKind; 3] = [FileKind::Participant, FileKind::People, FileKind::Role];

impl<'a> Earlier<'a> {
    /// Things are known again as `diff` and `log` know them.
    pub fn new(record: &'a Record, now: &'a Record) -> Earlier<'a> {
        let (pairs, renames) = pairs(record, now, None);
        let both = || pairs.iter().filter_map(|pair| pair.before.zip(pair.after));
        let was = both().map(|(was, is)| ((is.kind(), is.id()), was)).collect();
        let is = both().map(|(was, is)| ((was.kind(), was.id()), is)).collect();
        Earlier { record, now, was, is, renames }
    }

    pub fn participant(&self, now: &Participant) -> Option<&'a Participant> {
        match self.was.get(&(FileKind::Participant, now.id.to_string()))? {
            Entity::Participant(one) => Some(one),
            _ => None,
        }
    }

    pub fn role(&self, now: &Role) -> Option<&'a Role> {
        match self.was.get(&(FileKind::Role, now.id.to_string()))? {
            Entity::Role(one) => Some(one),
            _ => None,
        }
    }

    /// What a product of then is today.
    pub fn product_now(&self, then: &Product) -> Option<&'a Product> {
        match self.is.get(&(FileKind::Product, then.id.to_string()))? {
            Entity::Product(one) => Some(one),
            _ => None,
        }
    }

    /// Whether somebody who is named in the earlier record is the one who is named today.
    pub fn is_holder(&self, then: &Id, now: &Id) -> bool {
        self.is_it(then, now, &HOLDERS)
    }

    /// The same of a product.
    pub fn is_product(&self, then: &Id, now: &Id) -> bool {
        self.is_it(then, now, &[FileKind::Product])
    }

    fn is_it(&self, then: &Id, now: &Id, kinds: &[FileKind]) -> bool {
        let (then, now) = (self.record.index.plain(then).0, self.now.index.plain(now).0);
        match kinds.iter().find_map(|kind| self.is.get(&(*kind, then.to_string()))) {
            Some(one) => one.id() == now,
            None => then == now,
        }
    }

    /// Which item of a list of `community.toml` is which today, by their numbers then.
    pub fn known_again(&self, list: &str) -> BTreeMap<usize, usize> {
        let items = |record: &Record| {
            let tree = record.community.as_ref().map(|one| Entity::Community(one).tree());
            tree.and_then(|mut tree| tree.get_mut(list)?.as_array_mut().map(std::mem::take)).unwrap_or_default()
        };
        matched(&items(self.record), &items(self.now), &self.renames)
    }
}
