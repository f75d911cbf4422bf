//! What is counted of a payer: itself, or those whom it represents, each with its inhabitants, their day and their source.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

use crate::answers::contribution::Question;
use crate::answers::inhabitants::municipality;
use crate::date::Date;
use crate::handbook::municipalities::{INHABITANTS_ON, by_code};
use crate::record::Record;
use crate::record::participant::Participant;
use crate::record::values::Id;

/// A number of inhabitants, on which day, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub number: u32,
    /// None where the record does not say, or where a sum is of several days.
    pub on: Option<Date>,
    pub source: Source,
    /// Of a sum: whose numbers it is made of.
    pub of: Vec<(String, Count)>,
}

/// Who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The participant's own file.
    Record,
    /// The built-in table of Statistics Netherlands (CBS).
    Cbs,
    /// The numbers of those whom it represents.
    Sum,
}

/// A payer, or one of those for whom it pays.
#[derive(Debug, Clone)]
pub struct Unit<'a> {
    /// The id, or the code of a municipality that is not on record by itself.
    pub id: String,
    pub name: String,
    pub one: Option<&'a Participant>,
    /// None where the key does not ask for it, or where it is not known.
    pub count: Option<Count>,
    /// A body of which not all whom it represents are named.
    pub is_partly_named: bool,
}

impl Count {
    pub fn sum(of: Vec<(String, Count)>) -> Count {
        let days: BTreeSet<Option<Date>> = of.iter().map(|(_, count)| count.on).collect();
        let on = if days.len() == 1 { days.into_iter().next().flatten() } else { None };
        let number = of.iter().fold(0u32, |sum, (_, count)| sum.saturating_add(count.number));
        Count { number, on, source: Source::Sum, of }
    }
}

/// The organisations of a record, by id and by code.
pub struct Organisations<'a> {
    record: &'a Record,
    joining: Option<&'a Participant>,
    /// By code; made when the first is looked for.
    coded: OnceCell<HashMap<&'a str, &'a Participant>>,
}

impl<'a> Organisations<'a> {
    pub fn new(record: &'a Record, question: &Question<'a>) -> Organisations<'a> {
        Organisations { record, joining: question.joining.map(|(one, _)| one), coded: OnceCell::new() }
    }

    fn coded(&self, code: &str) -> Option<&'a Participant> {
        let all = || self.record.participants.values().filter_map(|one| Some((one.cbs_code.as_deref()?, one))).collect();
        self.coded.get_or_init(all).get(code).copied()
    }

    fn named(&self, id: &Id) -> Option<&'a Participant> {
        let plain = self.record.index.plain(id).0;
        let joining = self.joining.filter(|one| one.id.as_str() == plain.as_ref());
        joining.or_else(|| self.record.participants.get(plain.as_ref())).or_else(|| self.coded(plain.as_ref()))
    }

    /// The payer as one, with the inhabitants of all whom it represents together.
    pub fn as_one(&self, one: &'a Participant) -> Result<Unit<'a>, Vec<String>> {
        self.count(one, &mut BTreeSet::new()).map(|count| Unit { count: Some(count), ..plain(one) })
    }

    /// The payer as one, whose inhabitants do not matter.
    pub fn uncounted(one: &'a Participant) -> Unit<'a> {
        plain(one)
    }

    /// The payer, or those whom it represents, to any depth and each once, in the order of the record.
    pub fn units(&self, one: &'a Participant) -> Vec<Unit<'a>> {
        let mut units = Vec::new();
        let mut seen = BTreeSet::from([one.id.as_str().to_owned()]);
        let mut open: Vec<(&Id, Option<&'a Participant>)> = vec![(&one.id, Some(one))];
        while let Some((id, known)) = open.pop() {
            match known {
                Some(known) if known.represents.is_empty() || is_partly_named(known) => units.push(plain(known)),
                Some(known) => {
                    for other in known.represents.iter().rev() {
                        let found = self.named(other);
                        if seen.insert(found.map_or_else(|| other.to_string(), |found| found.id.as_str().to_owned())) {
                            open.push((other, found));
                        }
                    }
                }
                None => {
                    let name = by_code(id.as_str()).map_or(id.as_str(), |known| known.name).to_owned();
                    units.push(Unit { id: id.to_string(), name, one: None, count: None, is_partly_named: false });
                }
            }
        }
        units
    }

    /// The inhabitants of a unit; whose number is missing, where one is.
    pub fn count_of(&self, unit: &Unit<'a>) -> Result<Count, Vec<String>> {
        match unit.one {
            Some(one) => self.count(one, &mut BTreeSet::new()),
            None => table(&unit.id).ok_or_else(|| vec![unit.id.clone()]),
        }
    }

    /// The own number goes before that of the table, and the table before a sum.
    fn count(&self, one: &'a Participant, seen: &mut BTreeSet<String>) -> Result<Count, Vec<String>> {
        if let Some(number) = one.inhabitants {
            return Ok(Count { number, on: one.inhabitants_on, source: Source::Record, of: Vec::new() });
        }
        if let Some(number) = municipality(one).and_then(|known| known.inhabitants) {
            return Ok(of_table(number));
        }
        if one.represents.is_empty() || is_partly_named(one) {
            return Err(vec![one.id.as_str().to_owned()]);
        }
        seen.insert(one.id.as_str().to_owned());
        let (mut of, mut missing) = (Vec::new(), Vec::new());
        for id in &one.represents {
            let other = self.named(id);
            if !seen.insert(other.map_or_else(|| id.to_string(), |other| other.id.to_string())) {
                continue;
            }
            let counted = if let Some(other) = other {
                self.count(other, seen).map(|count| (other.name.clone(), count))
            } else {
                let name = by_code(id.as_str()).map_or(id.as_str(), |known| known.name);
                table(id.as_str()).map(|count| (name.to_owned(), count)).ok_or_else(|| vec![id.to_string()])
            };
            match counted {
                Ok((name, count)) if count.of.is_empty() => of.push((name, count)),
                Ok((_, count)) => of.extend(count.of),
                Err(whom) => missing.extend(whom),
            }
        }
        if missing.is_empty() { Ok(Count::sum(of)) } else { Err(missing) }
    }
}

/// What tells a municipality apart, whether it stands on record by itself or only by its code.
pub fn identity(unit: &Unit<'_>) -> String {
    unit.one.and_then(|one| one.cbs_code.clone()).unwrap_or_else(|| unit.id.clone())
}

fn plain(one: &Participant) -> Unit<'_> {
    Unit { id: one.id.as_str().to_owned(), name: one.name.clone(), one: Some(one), count: None, is_partly_named: is_partly_named(one) }
}

fn is_partly_named(one: &Participant) -> bool {
    one.represents_number.is_some_and(|number| number as usize > one.represents.len())
}

fn table(code: &str) -> Option<Count> {
    by_code(code).and_then(|known| known.inhabitants).map(of_table)
}

fn of_table(number: u32) -> Count {
    let (year, month, day) = INHABITANTS_ON;
    Count { number, on: Date::of(year, month, day), source: Source::Cbs, of: Vec::new() }
}
