//! The organisations and their people, their products, and the roles that the people hold.

use crate::generate::{File, Plan, Random};

/// An organisation, with its people; the first of them is its contact.
pub struct Party {
    pub id: String,
    name: String,
    /// The code and the inhabitants, of a municipality.
    municipality: Option<(&'static str, &'static str)>,
    kind: &'static str,
    people: Vec<Person>,
}

struct Person {
    id: String,
    name: String,
}

/// Members first, in the order in which they are invoiced, then suppliers.
pub fn parties(plan: &Plan) -> Vec<Party> {
    let mut municipalities: Vec<(&str, &str, &str)> = municipalities();
    let mut random = Random::new(plan.seed, 1, 0);
    for last in (1..municipalities.len()).rev() {
        municipalities.swap(last, random.below(last + 1));
    }
    let mut people = 0;
    let mut staff = |count: usize| -> Vec<Person> {
        people += count;
        (people - count..people).map(|number| person(plan.seed, number)).collect()
    };
    let mut parties = Vec::new();
    for number in 0..plan.members {
        let people = staff(4);
        parties.push(if let Some((code, name, inhabitants)) = municipalities.get(number) {
            Party {
                id: slug(name),
                name: format!("Gemeente {name}"),
                municipality: Some((code, inhabitants)),
                kind: "municipality",
                people,
            }
        } else {
            let (prefix, name, kind) =
                if number % 2 == 0 { ("stichting", "Stichting", "foundation") } else { ("dienst", "Dienst", "other") };
            let id = format!("{prefix}-{number:04}");
            Party { id, name: format!("{name} Wijkzaken {number:04}"), municipality: None, kind, people }
        });
    }
    for number in 0..plan.suppliers {
        parties.push(Party {
            id: supplier(number),
            name: format!("Softwarehuis {number:04} BV"),
            municipality: None,
            kind: "company",
            people: staff(2),
        });
    }
    parties
}

/// The files of the organisations, the products and the roles.
pub fn files(plan: &Plan, parties: &[Party]) -> Vec<File> {
    let organisations = (0..parties.len()).map(|number| organisation(plan, parties, number));
    let products = (0..plan.products).map(|number| product_file(plan, parties, number));
    let bodies = (0..plan.bodies).map(|number| body_file(plan, parties, number));
    let positions = (0..plan.positions).map(|number| position_file(plan, parties, number));
    organisations.chain(products).chain(bodies).chain(positions).collect()
}

pub fn supplier(number: usize) -> String {
    format!("leverancier-{number:04}")
}

pub fn product(number: usize) -> String {
    if number == 0 { "wijkwijzer".to_owned() } else { format!("module-{number:04}") }
}

/// The id of a body: the first two are the steering group and the user group.
pub fn body(number: usize) -> String {
    match number {
        0 => "steering-group".to_owned(),
        1 => "user-group".to_owned(),
        _ => format!("werkgroep-{number:04}"),
    }
}

/// The id of a position.
pub fn position(number: usize) -> String {
    POSITIONS.get(number).map_or_else(|| format!("beheerder-{number:04}"), |(id, _)| (*id).to_owned())
}

const POSITIONS: [(&str, &str); 10] = [
    ("coordinator", "Coördinator"),
    ("treasurer", "Penningmeester"),
    ("secretary", "Secretaris"),
    ("architect", "Architect"),
    ("product-owner", "Product owner"),
    ("release-manager", "Releasemanager"),
    ("community-manager", "Communitymanager"),
    ("contract-manager", "Contractmanager"),
    ("communication-officer", "Communicatieadviseur"),
    ("repository-manager", "Beheerder repository"),
];

fn organisation(plan: &Plan, parties: &[Party], number: usize) -> File {
    let party = &parties[number];
    let id = &party.id;
    let mut random = Random::new(plan.seed, 2, number);
    // Everybody joined before the first meeting, so that no year is paid in part.
    let joined = format!("2018-{:02}-{:02}", 1 + random.below(12), 1 + random.below(28));
    let mut written = vec![format!("name = \"{}\"\nkind = \"{}\"\n", party.name, party.kind)];
    if let Some((code, inhabitants)) = party.municipality {
        written.push(format!("cbs_code = \"{code}\"\ninhabitants = {inhabitants}\ninhabitants_on = 2023-01-01\n"));
    }
    if number < plan.members {
        written.push(format!("status = \"active\"\njoined = {joined}\n"));
    } else {
        written.push("takes_part = false\nsupplier = true\n".to_owned());
    }
    let contact = &party.people[0].id;
    written.push(format!("contact = \"{contact}\"\nemail = \"wijkwijzer@{id}.example\"\n"));
    for person in &party.people {
        written.push(format!(
            r#"
[people.{person_id}]
name = "{name}"
position = "{position}"
email = "{person_id}@{id}.example"
from = {joined}
"#,
            person_id = person.id,
            name = person.name,
            position = random.pick(&FUNCTIONS),
        ));
    }
    if number < plan.members {
        written.push(format!(
            r#"
[billing]
name = "{name}, Financiën"
street = "Raadhuisplein {house}"
postcode = "{postcode} AB"
city = "Wijkstad"
email = "facturen@{id}.example"
buyer_reference = "{reference}"
order_number = {{ 2026 = "V-2026-{order:05}" }}

[[use]]
product = "{product}"
status = "live"
supplier = "{supplier}"
"#,
            name = party.name,
            house = 1 + random.below(90),
            postcode = 1011 + random.below(8000),
            reference = 1000 + random.below(9000),
            order = number + 1,
            product = product(random.below(plan.products)),
            supplier = supplier(random.below(plan.suppliers)),
        ));
        if number.is_multiple_of(4) {
            let buddy = &parties[(number + 1) % plan.members].people[0].id;
            written.push(onboarding(&joined, buddy));
        }
        written.push(format!(
            r#"
[[contribution]]
on = 2026-0{month}-11
kind = "docs"
by = "{contact}"
what = "{what}"
"#,
            month = 1 + random.below(8),
            what = random.sentences(1),
        ));
    }
    File { path: format!("participants/{id}.toml"), text: written.concat() }
}

fn onboarding(joined: &str, buddy: &str) -> String {
    let done: Vec<String> = STEPS.iter().map(|step| format!("{step} = {joined}\n")).collect();
    format!("\n[onboarding]\nfrom = {joined}\nbuddy = \"{buddy}\"\n\n[onboarding.done]\n{}", done.concat())
}

const STEPS: [&str; 7] =
    ["welcome-mail", "channel-invitation", "meet-coordinator", "buddy", "onboarding-session", "access", "first-meeting"];

const FUNCTIONS: [&str; 6] = [
    "informatiemanager",
    "beleidsmedewerker openbare ruimte",
    "functioneel beheerder",
    "adviseur dienstverlening",
    "projectleider",
    "teamleider wijkbeheer",
];

fn product_file(plan: &Plan, parties: &[Party], number: usize) -> File {
    let id = product(number);
    let mut random = Random::new(plan.seed, 3, number);
    let text = format!(
        r#"name = "Wijkwijzer {number}"
repository = "https://git.example/wijkwijzer/{id}"
licence = "EUPL-1.2"
initiator = "{initiator}"
owner = "{owner}"
maintainer = "{maintainer}"
from = "2019"
supported_until = 2030-12-31
note = "{note}"

[[milestone]]
on = "2024-06"
what = "Versie 2.0"
"#,
        initiator = supplier(random.below(plan.suppliers)),
        owner = parties[random.below(plan.members)].id,
        maintainer = supplier(random.below(plan.suppliers)),
        note = random.sentences(3),
    );
    File { path: format!("products/{id}.toml"), text }
}

/// Bodies are held by the contacts of members next to each other, so no member sits in one twice.
fn body_file(plan: &Plan, parties: &[Party], number: usize) -> File {
    let id = body(number);
    let mut random = Random::new(plan.seed, 4, number);
    let (title, size, rhythm) = match number {
        0 => ("Stuurgroep".to_owned(), 5, "meets = \"quarterly\"\n"),
        1 => ("Gebruikersgroep".to_owned(), 0, "meets = \"quarterly\"\n"),
        _ => (format!("Werkgroep {number}"), 3 + random.below(3), ""),
    };
    let seats = if size > 0 { format!("seats = {size}\n") } else { String::new() };
    let mut parts = vec![format!(
        r#"title = "{title}"
kind = "body"
staffing = "divided"
{rhythm}decides = "consensus, anders meerderheid"
{seats}note = "{note}"
"#,
        note = random.sentences(2),
    )];
    if size == 0 {
        parts.push("\n[[holder]]\nwho = \"all-participants\"\nfrom = 2025-01-01\n".to_owned());
    }
    for seat in 0..size {
        let who = &parties[(number * 5 + seat) % plan.members].people[0].id;
        let chair = if seat == 0 { "chair = true\n" } else { "" };
        parts.push(format!("\n[[holder]]\nwho = \"{who}\"\nfrom = 2025-01-01\n{chair}"));
    }
    File { path: format!("roles/{id}.toml"), text: parts.concat() }
}

/// Positions are held by people who are in no body, and backed up by a fourth who holds nothing.
fn position_file(plan: &Plan, parties: &[Party], number: usize) -> File {
    let id = position(number);
    let title = POSITIONS.get(number).map_or_else(|| format!("Beheerder {number}"), |(_, title)| (*title).to_owned());
    let mut random = Random::new(plan.seed, 5, number);
    let holder = &parties[number % plan.members].people[1 + number / plan.members % 2].id;
    let backup = &parties[(number + 1 + random.below(3)) % plan.members].people[3].id;
    let text = format!(
        r#"title = "{title}"
kind = "position"
staffing = "divided"
critical = {critical}
hours = {hours}
compensation = "none"
note = "{note}"

[[holder]]
who = "{holder}"
from = 2026-01-01
until = 2027-12-31

[[backup]]
who = "{backup}"
from = 2026-01-01
until = 2027-12-31
"#,
        critical = number.is_multiple_of(3),
        hours = 2 + random.below(7),
        note = random.sentences(3),
    );
    File { path: format!("roles/{id}.toml"), text }
}

/// The code, the name and the inhabitants of each; a name with a comma stands in quotes.
fn municipalities() -> Vec<(&'static str, &'static str, &'static str)> {
    let text = include_str!("../../src/handbook/municipalities.csv");
    let row = |line: &'static str| {
        let (code, rest) = line.split_once(',')?;
        let (name, inhabitants) = rest.rsplit_once(',')?;
        Some((code, name.trim_matches('"'), inhabitants.trim()))
    };
    text.lines().skip(1).filter_map(row).collect()
}

fn slug(name: &str) -> String {
    let plain: String = name
        .to_lowercase()
        .chars()
        .map(|letter| match letter {
            'ú' => 'u',
            'â' => 'a',
            'a'..='z' => letter,
            _ => ' ',
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join("-")
}

/// Nobody has the name of another: first and last names are paired without repeats, then last names are doubled.
fn person(seed: u64, number: usize) -> Person {
    let (first, round) = (number % FIRST.len(), number / FIRST.len());
    let turn = Random::new(seed, 6, 0).below(LAST.len());
    let last = (number + round + turn) % LAST.len();
    let name = match round / LAST.len() {
        0 => format!("{} {}", FIRST[first], LAST[last]),
        again => format!("{} {}-{}", FIRST[first], LAST[last], LAST[(last + again) % LAST.len()]),
    };
    Person { id: name.to_lowercase().replace(' ', "-"), name }
}

// 61, one more than the first names, and 97 have no divisor in common: that is what keeps the pairs apart.
#[rustfmt::skip]
const FIRST: [&str; 60] = [
    "Anna", "Bas", "Carla", "Daan", "Eva", "Femke", "Gijs", "Hanna", "Ilse", "Jan", "Karin", "Lars",
    "Maaike", "Niels", "Olga", "Peter", "Quinten", "Rosa", "Sanne", "Tom", "Ursula", "Victor", "Wendy", "Xander",
    "Yvonne", "Zoltan", "Aisha", "Bram", "Corrie", "Dirk", "Elif", "Frans", "Greet", "Hugo", "Inge", "Joost",
    "Kim", "Loes", "Mees", "Nora", "Otto", "Paula", "Ruben", "Sara", "Thijs", "Vera", "Willem", "Yusuf",
    "Amber", "Boris", "Chantal", "Dennis", "Ella", "Fatima", "Geert", "Henk", "Iris", "Jolanda", "Koen", "Lotte",
];
#[rustfmt::skip]
const LAST: [&str; 97] = [
    "Bakker", "Visser", "Smit", "Meijer", "Mulder", "Bos", "Vos", "Peters", "Hendriks", "Dekker", "Brouwer", "Dijkstra",
    "Smits", "Vermeer", "Kok", "Jacobs", "Willems", "Hoekstra", "Koster", "Prins", "Huisman", "Postma", "Kuipers",
    "Veenstra", "Kramer", "Schouten", "Kuiper", "Jonker", "Timmerman", "Groen", "Molenaar", "Bouwman", "Zijlstra",
    "Hofman", "Verbeek", "Wolters", "Schipper", "Boer", "Gerritsen", "Blom", "Bosman", "Driessen", "Haan", "Admiraal",
    "Aalders", "Backer", "Bergsma", "Beukers", "Boersma", "Bolt", "Brand", "Broek", "Buurman", "Claassen", "Damen",
    "Diepenbroek", "Dorst", "Drenth", "Eggink", "Elzinga", "Engels", "Faber", "Feenstra", "Franken", "Gelderblom",
    "Goossens", "Grootveld", "Haas", "Harmsen", "Heijmans", "Hermans", "Hoogland", "Houtman", "Jansma", "Kamphuis",
    "Keizer", "Klomp", "Kooistra", "Kroon", "Laan", "Lammers", "Leeuw", "Lindeman", "Maas", "Nijhof", "Oosterhuis",
    "Paardekooper", "Pronk", "Reinders", "Roos", "Sijbrands", "Terpstra", "Tuinstra", "Veldman", "Wagenaar", "Westra",
    "Zandstra",
];
