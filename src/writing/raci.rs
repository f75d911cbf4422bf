//! Who does what in a task: the entries of a letter, replaced by others with what stands beside those that stay.

use crate::edit::{Edit, quoted};
use crate::finding::Keys;
use crate::keys;
use crate::record::Record;
use crate::record::values::Id;
use crate::record::work::{Letter, Party, Task};
use crate::text;
use crate::text::{Text, listed};

/// Who is to stand under a letter, and what is to stand beside them.
#[derive(Debug, Clone)]
pub struct Standing {
    pub letter: Letter,
    pub who: Vec<Id>,
    /// For what they are consulted, or the channel that informs them: the key and its value.
    pub with: Option<(&'static str, String)>,
}

const fn name_of(letter: Letter) -> Text {
    match letter {
        Letter::Responsible => Text::new("responsible", "uitvoerend"),
        Letter::Accountable => Text::new("accountable", "eindverantwoordelijk"),
        Letter::Consulted => Text::new("consulted", "geraadpleegd"),
        Letter::Informed => Text::new("informed", "geïnformeerd"),
    }
}

fn under(letter: Letter, task: &Task) -> &[Party] {
    task.raci.as_ref().map_or(&[], |raci| raci.of(letter).as_slice())
}

/// The edits after which those who are asked stand under a letter and nobody else, and what they come to in words; whoever stands
/// there already keeps what is written beside them.
pub fn stand(record: &Record, task: &Task, asked: &Standing) -> (Vec<Edit>, Vec<Text>) {
    let list = keys!["raci", asked.letter.key()];
    let now = under(asked.letter, task);
    let is = |party: &Party, id: &Id| record.index.same(party.who(), id);
    let gone: Vec<usize> = (0..now.len()).filter(|n| !asked.who.iter().any(|id| is(&now[*n], id))).collect();
    let new: Vec<&Id> = asked.who.iter().filter(|id| !now.iter().any(|party| is(party, id))).collect();
    // Only a list of tables can stand under headers of its own.
    let headed = !now.is_empty() && now.iter().all(|party| matches!(party, Party::Table(_)));
    let mut edits = Vec::new();
    for (n, party) in now.iter().enumerate().filter(|(n, _)| !gone.contains(n)) {
        edits.extend(asked.with.as_ref().and_then(|with| beside(&list.then(n), party, with)));
    }
    let items: Vec<String> = new.iter().map(|id| item(asked, id)).collect();
    if gone.len() == now.len() {
        if headed {
            edits.push(Edit::Remove(list.clone()));
        }
        // One who is accountable stands there without brackets, as everywhere in a record.
        let value = match items.as_slice() {
            [one] if asked.letter == Letter::Accountable => one.clone(),
            items => format!("[{}]", items.join(", ")),
        };
        edits.push(Edit::Set(list, value));
    } else {
        edits.extend(
            new.iter().zip(items).map(
                |(id, item)| {
                    if headed { Edit::Append(list.clone(), pairs(asked, id)) } else { Edit::Push(list.clone(), item) }
                },
            ),
        );
        edits.extend(gone.iter().rev().map(|n| Edit::Remove(list.then(*n))));
    }
    let mut said = Vec::new();
    let (task, name) = (&task.id, name_of(asked.letter));
    if !new.is_empty() {
        let names = listed(new.iter().map(|id| id.as_str()), 10);
        said.push(text!(name, names; en: "`{task}`: from now on {name}: {names}", nl: "`{task}`: voortaan {name}: {names}"));
    }
    if !gone.is_empty() {
        let names = listed(gone.iter().map(|n| now[*n].who().as_str()), 10);
        said.push(text!(name, names; en: "`{task}`: no longer {name}: {names}", nl: "`{task}`: niet langer {name}: {names}"));
    }
    (edits, said)
}

/// What is to stand beside whoever stands there already; nothing where it does.
fn beside(at: &Keys, party: &Party, (key, value): &(&'static str, String)) -> Option<Edit> {
    let there = match party {
        Party::Id(_) => return Some(Edit::Set(at.clone(), table(party.who(), key, value))),
        Party::Table(table) if *key == "via" => table.via.as_ref().map(Id::as_str),
        Party::Table(table) => table.purpose.as_deref(),
    };
    (there != Some(value)).then(|| Edit::Set(at.then((*key).to_owned()), quoted(value)))
}

fn item(asked: &Standing, id: &Id) -> String {
    match &asked.with {
        Some((key, value)) => table(id, key, value),
        None => quoted(id.as_str()),
    }
}

fn table(id: &Id, key: &str, value: &str) -> String {
    format!("{{ who = {}, {key} = {} }}", quoted(id.as_str()), quoted(value))
}

fn pairs(asked: &Standing, id: &Id) -> Vec<(String, String)> {
    let with = asked.with.iter().map(|(key, value)| ((*key).to_owned(), quoted(value)));
    std::iter::once(("who".to_owned(), quoted(id.as_str()))).chain(with).collect()
}
