//! The turns that were proposed, as edits of the role's file.

use crate::answers::rota::{Proposed, Stands};
use crate::edit::{Edit, quoted};
use crate::record::work::Role;
use crate::text::Text;
use crate::{keys, text};

/// What to change in the file of a role, and what to say of it.
pub fn edits(role: &Role, proposed: &[Proposed]) -> (Vec<Edit>, Vec<Text>) {
    let (mut edits, mut said) = (Vec::new(), Vec::new());
    for one in proposed {
        let (who, from) = (&one.slot.who, one.slot.from);
        if let Stands::Instead(n, gone) = &one.slot.stands {
            edits.push(Edit::Set(keys!["turn", *n, "who"], quoted(who.as_str())));
            said.push(text!(from; en: "the turn from {from} goes from `{gone}` to `{who}`", nl: "de beurt vanaf {from} gaat van `{gone}` naar `{who}`"));
        } else {
            edits.push(Edit::Append(keys!["turn"], vec![("who".to_owned(), quoted(who.as_str())), ("from".to_owned(), from.to_string())]));
            said.push(text!(from; en: "`{who}` has a turn from {from}", nl: "`{who}` is aan de beurt vanaf {from}"));
        }
    }
    // Whoever has a turn to come fills it.
    if role.vacant && !edits.is_empty() {
        edits.push(Edit::Remove(keys!["vacant"]));
    }
    (edits, said)
}
