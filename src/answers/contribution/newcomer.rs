//! Somebody who does not take part yet, as if it did: to see what it would pay.

use crate::date::{Date, VagueDate};
use crate::handbook::municipalities::Municipality;
use crate::record::participant::{Membership, Participant};
use crate::record::values::{Id, TakesPart};
use crate::source::FilePath;

/// A municipality that is not on record.
pub fn municipality(known: &Municipality) -> Participant {
    let value = serde_json::json!({ "name": format!("Gemeente {}", known.name), "kind": "municipality", "cbs_code": known.code });
    let mut one: Participant = serde_json::from_value(value).expect("a name, a kind and a code make a participant");
    one.id = Id::new(known.code);
    one.file = FilePath::new("participants");
    one
}

/// As if it joined on a day, and took up these products too.
pub fn joining(one: &mut Participant, day: Date, products: &[&str]) {
    one.takes_part = Some(TakesPart::Yes);
    one.status = None;
    one.joined = Some(VagueDate::Day(day));
    one.left = None;
    for product in products {
        let value = serde_json::json!({ "product": product });
        let dues: Membership = serde_json::from_value(value).expect("a product makes a membership");
        if !one.membership.iter().any(|known| known.product == dues.product) {
            one.membership.push(dues);
        }
    }
}
