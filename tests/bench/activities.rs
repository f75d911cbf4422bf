//! The tasks that cover every duty, and the meetings with their decisions and actions.

use crate::generate::{CHANNELS, File, Plan, Random, date};
use crate::parties::{Party, body, position, product};

/// Meetings at a date that other files name or that must still come.
pub const FIXED_EVENTS: usize = FIXED.len();

/// So many references to nothing fit into one meeting: one for each of those who were there.
pub const MOST_PLANTED: usize = 6;

/// One task for every duty of the handbook, then more tasks of other products for the same duties.
pub fn tasks(plan: &Plan) -> Vec<File> {
    (0..plan.tasks).map(|number| task(plan, number)).collect()
}

fn task(plan: &Plan, number: usize) -> File {
    let mut random = Random::new(plan.seed, 7, number);
    let duty = DUTIES[number % DUTIES.len()];
    let (id, of_product) = if number < DUTIES.len() {
        (duty.to_owned(), String::new())
    } else {
        (format!("taak-{number:05}"), format!("product = \"{}\"\n", product(random.below(plan.products))))
    };
    // The user group is everybody: it is asked and told, never accountable.
    let accountable = match number % (plan.bodies - 1) {
        0 => body(0),
        other => body(other + 1),
    };
    let step = 1 + random.below(plan.positions - 1);
    let consulted = position((number + step) % plan.positions);
    let process = match number % 4 {
        0 => "docs/samenwerkingsovereenkomst.md".to_owned(),
        _ => format!("https://wijkwijzer.example/werkwijze/{id}"),
    };
    let text = format!(
        r#"title = "{title} {number}"
covers = ["{duty}"]
{of_product}process = "{process}"
hours = {hours}
critical = {critical}
note = "{note}"

[raci]
responsible = ["{responsible}"]
accountable = "{accountable}"
consulted = [{{ who = "{consulted}", for = "advies" }}, {{ who = "user-group", for = "wensen" }}]
informed = [{{ who = "all-participants", via = "{channel}" }}, {{ who = "each-maintainer", via = "release-notes" }}]
"#,
        title = random.pick(&TITLES),
        hours = 1 + random.below(8),
        critical = number.is_multiple_of(5),
        note = random.sentences(1),
        responsible = position(number % plan.positions),
        channel = random.pick(&CHANNELS),
    );
    File { path: format!("tasks/{id}.toml"), text }
}

/// The duties up to the level `structured`, the five financial ones in a row.
const DUTIES: [&str; 25] = [
    "contact",
    "repository",
    "code-review",
    "releases",
    "documentation",
    "meeting-coordination",
    "minutes-and-actions",
    "meeting-organisation",
    "partnership",
    "onboarding",
    "recruitment",
    "communication",
    "feedback",
    "community-management",
    "invoicing",
    "payment-monitoring",
    "financial-administration",
    "financial-reporting",
    "budget-control",
    "product-ownership",
    "architecture",
    "contract-management",
    "development-team",
    "supplier-management",
    "monitoring",
];

const TITLES: [&str; 6] = [
    "Organiseren en voorbereiden",
    "Bijhouden en bewaken",
    "Afstemmen met deelnemers",
    "Beoordelen en vaststellen",
    "Uitwerken en beschrijven",
    "Verzamelen en terugkoppelen",
];

/// The meetings that took place, never two at one time, and the fixed ones.
pub fn events(plan: &Plan, parties: &[Party]) -> Vec<File> {
    let mut files: Vec<File> = FIXED.iter().map(|fixed| fixed_event(plan, parties, fixed)).collect();
    let (mut day, mut slot) = (0, 0);
    for number in 0..plan.meetings {
        let due = number * DAYS / plan.meetings;
        if due > day {
            (day, slot) = (due, 0);
        }
        files.push(meeting(plan, parties, number, day, slot));
        slot += 1;
    }
    files
}

/// Days from 1 January 2019 up to and including 31 August 2026: late enough to be of use, early enough for every action to be done.
const DAYS: usize = 2800;

/// The minutes between the starts of two meetings on one day: the more there are, the shorter.
const MINUTES: usize = 30;

fn meeting(plan: &Plan, parties: &[Party], number: usize, day: usize, slot: usize) -> File {
    let mut random = Random::new(plan.seed, 8, number);
    let on = date(day);
    let start = 7 * 60 + slot * MINUTES;
    let clock = |minutes: usize| format!("{on}T{:02}:{:02}:00", minutes / 60, minutes % 60);
    let first = random.below(plan.members);
    let mut attended: Vec<String> = (0..MOST_PLANTED).map(|step| parties[(first + step) % plan.members].id.clone()).collect();
    // A letter too many: a misspelling, for which the nearest known name can be found.
    let here = plan.planted * (number + 1) / plan.meetings - plan.planted * number / plan.meetings;
    for name in attended.iter_mut().take(here) {
        name.push('x');
    }
    let organiser = position(random.below(plan.positions));
    let action = random.below(plan.positions);
    let text = format!(
        r#"title = "{title} {number}"
kind = "{kind}"
body = "{body}"
starts = {starts}
ends = {ends}
place = "Stadhuis"
organiser = "{organiser}"
invited = ["all-participants"]
attended = ["{attended}"]
excused = ["{excused}"]
minutes = "https://zaken.example/verslagen/{number}"
agenda = [
  {{ what = "Financiën", by = "treasurer", minutes = 5 }},
  {{ what = "{what}", by = "{organiser}", minutes = 10 }},
]

[[decision]]
id = "besluit-{number:05}"
what = "{decision}"

[[action]]
what = "{todo}"
who = "{who}"
due = {due}
done = {done}
"#,
        title = random.pick(&TITLES),
        kind = random.pick(&KINDS),
        body = body(random.below(plan.bodies)),
        starts = clock(start),
        ends = clock(start + MINUTES - 5),
        attended = attended.join("\", \""),
        excused = parties[(first + MOST_PLANTED) % plan.members].id,
        what = random.sentences(1),
        decision = random.sentences(1),
        todo = random.pick(&TITLES),
        who = position(action),
        due = date(day + 28),
        done = date(day + 7 + random.below(21)),
    );
    File { path: format!("events/{on}-overleg-{number:05}.toml"), text }
}

const KINDS: [&str; 7] = ["user-meeting", "steering", "community-call", "webinar", "show-and-tell", "hackathon", "other"];

/// A meeting in the evening of a day, its kind, its body, and what it decides or will decide.
struct Fixed {
    on: &'static str,
    id: &'static str,
    kind: &'static str,
    body: &'static str,
    decision: &'static str,
    held: bool,
}

/// The budgets are adopted by the first two; the others are planned, as every phase asks.
const FIXED: [Fixed; 6] = [
    Fixed { on: "2024-11-21", id: "stuurgroep", kind: "steering", body: "steering-group", decision: "begroting-2025", held: true },
    Fixed { on: "2025-11-20", id: "stuurgroep", kind: "steering", body: "steering-group", decision: "begroting-2026", held: true },
    Fixed { on: "2026-10-15", id: "gebruikersoverleg", kind: "user-meeting", body: "user-group", decision: "", held: false },
    Fixed { on: "2026-11-19", id: "stuurgroep", kind: "steering", body: "steering-group", decision: "", held: false },
    Fixed { on: "2027-01-14", id: "gebruikersoverleg", kind: "user-meeting", body: "user-group", decision: "", held: false },
    Fixed { on: "2027-04-08", id: "gebruikersdag", kind: "community-day", body: "user-group", decision: "", held: false },
];

fn fixed_event(plan: &Plan, parties: &[Party], fixed: &Fixed) -> File {
    let Fixed { on, id, kind, body, decision, held } = fixed;
    let mut parts = vec![format!(
        r#"title = "Vast overleg {on}"
kind = "{kind}"
body = "{body}"
starts = {on}T22:30:00
ends = {on}T23:30:00
place = "Stadhuis"
organiser = "coordinator"
invited = ["all-participants"]
agenda = [{{ what = "Financiën", by = "treasurer", minutes = 15 }}]
"#
    )];
    if *held {
        let attended: Vec<&str> = parties.iter().take(plan.members.min(5)).map(|party| party.id.as_str()).collect();
        parts.push(format!(
            r#"attended = ["{}"]
minutes = "https://zaken.example/verslagen/{on}"

[[decision]]
id = "{decision}"
what = "Begroting vastgesteld"
"#,
            attended.join("\", \"")
        ));
    }
    File { path: format!("events/{on}-{id}.toml"), text: parts.concat() }
}
