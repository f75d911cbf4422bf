//! Writes a clean record of exactly so many TOML files, the same bytes for the same seed.

use crate::{activities, finances, parties};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::Path;

/// The day on which the record gives no findings.
pub const DAY: &str = "2026-10-01";

/// The fewest files that hold everything that the level `structured` asks for.
const SMALLEST: usize = 100;

/// The most files: with more meetings than that a day would be too short to have them one after the other.
const LARGEST: usize = 200_000;

/// How many things of each kind the record holds.
pub struct Plan {
    pub seed: u64,
    /// Organisations that take part and pay; they come first among the organisations.
    pub members: usize,
    pub suppliers: usize,
    pub products: usize,
    pub positions: usize,
    pub bodies: usize,
    pub tasks: usize,
    /// Contracts; each has its own line in the budgets.
    pub contracts: usize,
    /// Meetings that took place, beside the few that finances and rhythm ask for.
    pub meetings: usize,
    /// References to nothing, to be put into the meetings that took place.
    pub planted: usize,
}

impl Plan {
    fn new(files: usize, seed: u64, planted: usize) -> Result<Plan> {
        let sizes = SMALLEST..=LARGEST;
        ensure!(sizes.contains(&files), "cannot make {files} files, only {SMALLEST} to {LARGEST}");
        let participants = files / 10;
        let suppliers = (participants / 20).max(2);
        let members = participants - suppliers;
        let roles = (files / 10).max(12);
        // A multiple of five: task `t` covers duty `t % 25` and is done by position `t % positions`,
        // so no position ever does two of the five financial duties, which stand in a row.
        let positions = roles * 17 / 20 / 5 * 5;
        let products = (files / 200).max(1);
        let tasks = (files / 4).max(25);
        let contracts = (files / 100).max(2);
        let invoices = members * finances::YEARS.len();
        let others = SETTINGS
            + participants
            + products
            + roles
            + tasks
            + contracts
            + invoices
            + finances::YEARS.len() * finances::FILES_A_YEAR
            + activities::FIXED_EVENTS;
        let meetings = files - others;
        let places = meetings * activities::MOST_PLANTED;
        ensure!(planted <= places, "{files} files have room for {places} findings, not {planted}");
        Ok(Plan { seed, members, suppliers, products, positions, bodies: roles - positions, tasks, contracts, meetings, planted })
    }
}

/// A file of the record: its path within it, and its text.
pub struct File {
    pub path: String,
    pub text: String,
}

/// Writes the record into `dir`, which must be empty or absent, with `planted` references to nothing.
pub fn record(dir: &Path, files: usize, seed: u64, planted: usize) -> Result<()> {
    let plan = Plan::new(files, seed, planted)?;
    fs::create_dir_all(dir).with_context(|| format!("cannot make `{}`", dir.display()))?;
    ensure!(fs::read_dir(dir)?.next().is_none(), "`{}` is not empty", dir.display());
    let parties = parties::parties(&plan);
    let mut written = settings(&plan, &parties);
    written.extend(parties::files(&plan, &parties));
    written.extend(activities::tasks(&plan));
    written.extend(activities::events(&plan, &parties));
    written.extend(finances::files(&plan, &parties));
    assert_eq!(written.len(), files, "the plan counts every file that is written");
    written.push(File { path: "docs/samenwerkingsovereenkomst.md".to_owned(), text: "# Samenwerkingsovereenkomst\n".to_owned() });
    for file in &written {
        let path = dir.join(&file.path);
        let folder = path.parent().expect("every file stands in the record's folder");
        if !folder.is_dir() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, &file.text).with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    Ok(())
}

/// The files that every record has once.
const SETTINGS: usize = 3;

fn settings(plan: &Plan, parties: &[parties::Party]) -> Vec<File> {
    let lead = &parties[0].id;
    let commons = format!(
        r#"format = 1
name = "Samenwerking Wijkwijzer"
purpose = "Meldingen openbare ruimte, samen ontwikkeld"
level = "structured"
language = "nl"
time_zone = "Europe/Amsterdam"
lead = "{lead}"
started = 2018-01-01
website = "https://wijkwijzer.example"
email = "wijkwijzer@{lead}.example"

[agreement]
file = "docs/samenwerkingsovereenkomst.md"
status = "signed"
version = "1.2"
from = 2018-01-01
notice_months = 6

[finances]
currency = "EUR"
fund_holder = "{lead}"
cost_centre = "6410-WW"
iban = "NL91ABNA0417164300"
vat = {{ treatment = "outside-scope", reason = "kosten voor gemene rekening" }}
numbering = "own"
invoice_number = "{{year}}-{{number:04}}"
payment_days = 30
reserve = {{ balance = {reserve}, on = 2026-06-30, held_as = "provision" }}

[privacy]
keep_people_months = 12
"#,
        reserve = finances::reserve(plan),
    );
    let people = r#"[people.mira-onafhankelijk]
name = "Mira Onafhankelijk"
organisation = "independent"
position = "dagvoorzitter"

[people.teun-onafhankelijk]
name = "Teun Onafhankelijk"
organisation = "independent"
position = "procesbegeleider"
"#;
    vec![
        File { path: "commons.toml".to_owned(), text: commons },
        File { path: "people.toml".to_owned(), text: people.to_owned() },
        File { path: "community.toml".to_owned(), text: community() },
    ]
}

fn community() -> String {
    let mut parts = Vec::new();
    for kind in CHANNELS {
        parts.push(format!(
            r#"[[channel]]
id = "{kind}"
name = "Wijkwijzer {kind}"
kind = "{kind}"
url = "https://wijkwijzer.example/{kind}"
rhythm = "quarterly"
last = 2026-09-15
owner = "coordinator"

"#
        ));
    }
    for kind in KNOWLEDGE {
        parts.push(format!(
            r#"[[knowledge]]
id = "{kind}"
kind = "{kind}"
url = "https://wijkwijzer.example/kennisbank/{kind}"
checked = 2026-09-01

"#
        ));
    }
    parts.push(
        r#"[[evaluation]]
on = 2026-09-18
what = "Rolverdeling"
outcome = "Architect en product owner uit elkaar gehaald"
next = 2027-09-18

[[measurement]]
on = 2026-06-30
what = "satisfaction"
value = 7.8

[[lesson]]
on = 2026-04-02
what = "Migratie in één weekend"
outcome = "failed"
"#
        .to_owned(),
    );
    parts.concat()
}

/// The kinds of channel, each of which is the id of one.
pub const CHANNELS: [&str; 8] = ["newsletter", "release-notes", "website", "chat", "forum", "list", "meeting", "webinar"];

const KNOWLEDGE: [&str; 6] = ["wiki", "faq", "use-case", "tutorial", "video", "manual"];

/// `SplitMix64` (Steele, Lea and Flood, 2014): small, and the same on every machine.
pub struct Random(u64);

impl Random {
    /// Numbers of their own for the thing with this number among its kind, so that no kind disturbs another.
    pub fn new(seed: u64, kind: u64, number: usize) -> Random {
        let mut random = Random(seed ^ (kind << 56) ^ number as u64);
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is not zero.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("it is below a usize")
    }

    pub fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    /// So many sentences of plain prose, for notes.
    pub fn sentences(&mut self, count: usize) -> String {
        let sentences: Vec<String> =
            (0..count).map(|_| format!("{} {} {}.", self.pick(&WHO), self.pick(&DOES), self.pick(&WHAT))).collect();
        sentences.join(" ")
    }
}

const WHO: [&str; 8] = [
    "De werkgroep",
    "De stuurgroep",
    "Het ontwikkelteam",
    "De beheerder",
    "De gebruikersgroep",
    "Een van de deelnemers",
    "De leverancier",
    "Het secretariaat",
];
const DOES: [&str; 8] = ["bespreekt", "onderzoekt", "verzamelt", "actualiseert", "bewaakt", "deelt", "toetst", "beschrijft"];
const WHAT: [&str; 8] = [
    "de koppeling met het zaaksysteem",
    "de wensen voor het komende kwartaal",
    "de uitkomst van de toegankelijkheidstoets",
    "het overzicht van openstaande meldingen",
    "de planning van de volgende versie",
    "de ervaringen van de servicebalie",
    "de afspraken over beveiliging en privacy",
    "het aanbod voor nieuwe deelnemers",
];

/// The date so many days after 1 January 2019, as TOML writes it.
pub fn date(days: usize) -> String {
    let mut rest = days;
    let mut year = 2019;
    loop {
        let leap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0;
        let months = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        for (month, length) in months.iter().enumerate() {
            if rest < *length {
                return format!("{year}-{:02}-{:02}", month + 1, rest + 1);
            }
            rest -= length;
        }
        year += 1;
    }
}
