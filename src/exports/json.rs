//! The whole record as one JSON document, `commons/1`: only ever extended, amounts as text, for an audience.

use serde::Serialize;
use serde_json::Value;

use crate::answers::audience::{Audience, hidden, seen_invoice, seen_organisation, seen_person};
use crate::date::Date;
use crate::record::Record;
use crate::record::collaboration::Collaboration;
use crate::record::event::{Community, Event};
use crate::record::finance::{Budget, Contract, Expenses, Invoice, Payments};
use crate::record::participant::{Participant, Person};
use crate::record::schema;
use crate::record::work::{Product, Role, Task};
use crate::text::json;

/// The exported document.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "export")]
struct Document {
    /// The form of this document.
    schema: String,
    /// The day on which the record was asked.
    on: Date,
    /// The commit that it was read from; none for a directory.
    commit: Option<String>,
    collaboration: Collaboration,
    participants: Vec<Participant>,
    people: Vec<Person>,
    products: Vec<Product>,
    roles: Vec<Role>,
    tasks: Vec<Task>,
    events: Vec<Event>,
    budgets: Vec<Budget>,
    expenses: Vec<Expenses>,
    payments: Vec<Payments>,
    invoices: Vec<Invoice>,
    contracts: Vec<Contract>,
    community: Option<Community>,
}

/// The schema of the exported document.
pub fn schema() -> Value {
    let mut schema = schema::exported::<Document>();
    schema["title"] = "export".into();
    schema
}

/// Writes a record as JSON, with a newline at the end; none where the record has no settings to stand under.
pub fn write(record: &Record, commit: Option<&str>, audience: Audience) -> Option<Vec<u8>> {
    let document = Document {
        schema: "commons/1".to_owned(),
        on: record.on,
        commit: commit.map(str::to_owned),
        collaboration: record.collaboration.clone()?,
        participants: record.participants.values().map(|one| seen_organisation(one, audience)).collect(),
        people: record.people.values().map(|one| seen_person(record, one, audience)).collect(),
        products: record.products.values().cloned().collect(),
        roles: record.roles.values().cloned().collect(),
        tasks: record.tasks.values().cloned().collect(),
        events: record.events.values().cloned().collect(),
        budgets: record.budgets.clone(),
        expenses: record.expenses.clone(),
        payments: record.payments.clone(),
        invoices: record.invoices.iter().map(|one| seen_invoice(one, audience)).collect(),
        contracts: record.contracts.values().cloned().collect(),
        community: record.community.clone(),
    };
    let mut value = serde_json::to_value(&document).expect("plain values are always JSON");
    let hidden = hidden(record, audience);
    if !hidden.is_empty() {
        hidden.mask(&mut value);
    }
    without_nulls(&mut value);
    Some(json(&value))
}

/// What is not on record is left out, not written as null.
fn without_nulls(value: &mut Value) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(without_nulls),
        Value::Object(table) => {
            table.retain(|_, value| !value.is_null());
            table.values_mut().for_each(without_nulls);
        }
        _ => {}
    }
}
