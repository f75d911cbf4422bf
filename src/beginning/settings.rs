//! The settings of a new record, its lead, its community and its first budget.

use crate::beginning::{Beginning, Page, noted, page};
use crate::edit::quoted;
use crate::handbook::Level;
use crate::handbook::municipalities::INHABITANTS_ON;
use crate::record::participant::OrganisationKind;
use crate::source::layout::FileKind;
use crate::text;
use crate::text::{Lang, Text};

/// `commons.toml`.
pub fn commons(beginning: &Beginning) -> Page {
    let (name, level, on, lead) = (quoted(&beginning.name), beginning.level.id(), beginning.on, &beginning.lead.id);
    let meaning = beginning.level.name();
    let language = match beginning.lang {
        Lang::En => "en",
        Lang::Nl => "nl",
    };
    let leads = noted(&format!("lead = \"{lead}\""), &Text::new("the organisation that leads", "de penvoerder"));
    #[rustfmt::skip]
    let head = text!(meaning, leads;
        en: r#"
# The collaboration itself. Text after a # is an explanation or an example: remove the # to use it.
format = 1
name = {name}
# purpose = "What we do together, in one sentence"

# {meaning}. The levels are sharing, light, structured and full; the level decides which duties must be covered.
# There is always time to move up: a few roles that are held well are worth more than many on paper.
level = "{level}"
language = "{language}"
{leads}
started = {on}
# email = "team@example.org"     # a shared mailbox
# website = "https://example.org"
"#,
        nl: r#"
# De samenwerking zelf. Wat achter een # staat, is toelichting of een voorbeeld: haal de # weg om het te gebruiken.
format = 1
name = {name}
# purpose = "Wat wij samen doen, in één zin"

# Ambitieniveau: {meaning}. De niveaus zijn sharing, light, structured en full.
# Het niveau bepaalt welke kerntaken belegd moeten zijn. Opschalen kan altijd: beter een paar rollen goed vervuld dan veel op papier.
level = "{level}"
language = "{language}"
{leads}
started = {on}
# email = "team@voorbeeld.nl"    # een functionele postbus
# website = "https://voorbeeld.nl"
"#
    );
    let text = if beginning.level < Level::Structured { head } else { head.then(&agreement_and_finances(beginning)) };
    page(FileKind::Collaboration, "commons.toml".to_owned(), beginning.lang, &text)
}

fn agreement_and_finances(beginning: &Beginning) -> Text {
    let (on, lead) = (beginning.on, &beginning.lead.id);
    let holder = noted(
        &format!("# fund_holder = \"{lead}\""),
        &Text::new("who holds the money, where that is not the lead", "de kassier, als dat niet de penvoerder is"),
    );
    text!(holder;
        en: r#"
[agreement]
status = "draft"                 # becomes "signed" once every participant has signed
# version = "1.0"
# from = {on}
# notice_months = 6

[finances]
{holder}
# cost_centre = "6410"           # a cost centre of its own keeps the collaboration's money apart
# payment_days = 30

# Put by three to six months of fixed costs; write down what is there.
# [finances.reserve]
# balance = 0.00
# on = {on}

# Balance rules that you agreed. What is left out is not checked.
# [limits]
# seats_per_organisation = 2
# tasks_per_person = 5
"#,
        nl: r#"
[agreement]
status = "draft"                 # wordt "signed" zodra alle deelnemers hebben getekend
# version = "1.0"
# from = {on}
# notice_months = 6              # opzegtermijn

[finances]
{holder}
# cost_centre = "6410"           # een eigen kostenplaats houdt het geld van de samenwerking apart
# payment_days = 30              # betaaltermijn

# Streef naar een reserve van drie tot zes maanden vaste lasten, en leg vast wat er is.
# [finances.reserve]
# balance = 0.00
# on = {on}

# Afspraken over evenwicht. Wat hier niet staat, wordt niet gecontroleerd.
# [limits]
# seats_per_organisation = 2     # hoogstens zoveel zetels per organisatie
# tasks_per_person = 5           # hoogstens zoveel taken per persoon
"#
    )
}

/// The file of the organisation that leads.
pub fn lead(beginning: &Beginning) -> Page {
    let lead = &beginning.lead;
    let (id, name, on) = (&lead.id, quoted(&lead.name), beginning.on);
    let word = serde_json::to_value(lead.kind).expect("a word of the format is plain text");
    let kind = word.as_str().unwrap_or_default();
    let mut facts = format!("name = {name}\nkind = \"{kind}\"\n");
    if let Some(municipality) = lead.municipality {
        facts += &format!("cbs_code = \"{}\"\n", municipality.code);
        if let Some(inhabitants) = municipality.inhabitants {
            let (year, month, day) = INHABITANTS_ON;
            facts += &format!("inhabitants = {inhabitants}\ninhabitants_on = {year:04}-{month:02}-{day:02}      # CBS\n");
        }
    }
    let abroad = if lead.kind == OrganisationKind::Municipality && lead.municipality.is_none() {
        text!(en: "# country = \"BE\"                # where it lies outside the Netherlands\n", nl: "# country = \"BE\"                # als de gemeente buiten Nederland ligt\n")
    } else {
        Text::default()
    };
    #[rustfmt::skip]
    let text = text!(abroad;
        en: r#"
# A participant. Every organisation has a file of its own, and is called by the name of that file elsewhere: {id}.
# To add one, copy this file, and give the copy the name of the other organisation.
{facts}{abroad}joined = {on}
# email = "team@example.org"     # a shared mailbox, so that mail arrives when people leave

# Next step: who is the contact? A person is written down once, here, and named by the id behind "people." everywhere else.
# contact = "jdoe"
#
# [people.jdoe]
# name = "Jo Doe"
# position = "information manager"
# email = "jo.doe@example.org"
# visibility = "participants"    # public, participants or record: who may see name and contact details (participants where it is left out)
"#,
        nl: r#"
# Een deelnemer. Elke organisatie heeft een eigen bestand; elders verwijst u ernaar met de bestandsnaam zonder .toml: {id}.
# Een deelnemer toevoegen? Kopieer dit bestand en geef de kopie de naam van de andere organisatie.
{facts}{abroad}joined = {on}
# email = "team@voorbeeld.nl"    # een functionele postbus, zodat post ook aankomt als mensen vertrekken

# Volgende stap: wie is de contactpersoon? Een persoon beschrijft u één keer, hier; elders noemt u het id dat achter "people." staat.
# contact = "jdevries"
#
# [people.jdevries]
# name = "Jo de Vries"
# position = "informatiemanager"
# email = "jo.devries@voorbeeld.nl"
# visibility = "participants"    # public, participants of record: wie naam en contactgegevens mag zien; zonder deze regel participants
"#
    );
    page(FileKind::Participant, format!("participants/{id}.toml"), beginning.lang, &text)
}

/// `community.toml`: a channel, a quarterly meeting, onboarding (B14).
pub fn community(beginning: &Beginning) -> Page {
    let on = beginning.on;
    #[rustfmt::skip]
    let begin = text!(
        en: r#"
# How participants hear and meet each other. Start small: one channel, a meeting every quarter, a warm welcome.

[[channel]]
id = "updates"
name = "Mail to all participants"
kind = "email"                   # newsletter, release-notes, website, email, chat, forum, list, meeting or webinar
owner = "coordinator"
# rhythm = "monthly"
# last = {on}              # the day on which something was sent last

[[channel]]
id = "user-meetings"
name = "User meeting"
kind = "meeting"
rhythm = "quarterly"
owner = "coordinator"

# Onboarding material: where can a new participant begin to read?
# [[knowledge]]
# id = "getting-started"
# name = "Getting started"
# kind = "manual"                # wiki, faq, use-case, tutorial, video or manual
# url = "https://example.org/getting-started"
# owner = "coordinator"

# Seven steps of onboarding are built in, from the welcome mail to the first meeting. These are our own.
[[step]]
id = "mailing-list"
what = "Added to the mailing list and the series of meetings"
who = "coordinator"
after_days = 7
"#,
        nl: r#"
# Hoe deelnemers elkaar bereiken en spreken. Begin klein: één kanaal, elk kwartaal een overleg, een warm welkom.

[[channel]]
id = "updates"
name = "E-mail aan alle deelnemers"
kind = "email"                   # newsletter, release-notes, website, email, chat, forum, list, meeting of webinar
owner = "coordinator"
# rhythm = "monthly"
# last = {on}              # de dag waarop er voor het laatst iets is verstuurd

[[channel]]
id = "user-meetings"
name = "Gebruikersoverleg"
kind = "meeting"
rhythm = "quarterly"             # elk kwartaal
owner = "coordinator"

# Materiaal voor de onboarding: waar begint een nieuwe deelnemer te lezen?
# [[knowledge]]
# id = "aan-de-slag"
# name = "Aan de slag"
# kind = "manual"                # wiki, faq, use-case, tutorial, video of manual
# url = "https://voorbeeld.nl/aan-de-slag"
# owner = "coordinator"

# Voor de onboarding zijn er al zeven vaste stappen, van welkomstbericht tot eerste overleg. Dit zijn eigen stappen.
[[step]]
id = "mailing-list"
what = "Toegevoegd aan de verzendlijst en de vergaderreeks"
who = "coordinator"
after_days = 7
"#
    );
    #[rustfmt::skip]
    let more = text!(
        en: r#"
[[step]]
id = "agreement-signed"
what = "Collaboration agreement signed"
who = "coordinator"
after_days = 42

[[step]]
id = "billing-details"
what = "Billing details and commitment number received"
who = "treasurer"
after_days = 42

# Look back every year: does the division of roles still fit?
# [[evaluation]]
# on = {on}
# what = "Division of roles"
# outcome = "What was decided"
"#,
        nl: r#"
[[step]]
id = "agreement-signed"
what = "Samenwerkingsovereenkomst ondertekend"
who = "coordinator"
after_days = 42

[[step]]
id = "billing-details"
what = "Factuurgegevens en verplichtingennummer ontvangen"
who = "treasurer"
after_days = 42

# Kijk elk jaar terug: past de rolverdeling nog?
# [[evaluation]]
# on = {on}
# what = "Rolverdeling"
# outcome = "Wat er is besloten"
"#
    );
    let text = if beginning.level < Level::Structured { begin } else { begin.then(&more) };
    page(FileKind::Community, "community.toml".to_owned(), beginning.lang, &text)
}

/// The budget of the first year: no amount is known yet, so none stands in it.
pub fn budget(beginning: &Beginning) -> Page {
    let year = beginning.on.year();
    #[rustfmt::skip]
    let text = text!(
        en: r#"
# The budget of {year}: what the year costs, and how it is paid. No amounts are known yet: add them once they are.
status = "draft"                 # becomes "adopted" once it has been decided on

# A line of cost, without VAT, with a point before the cents. An amount that is not known yet: amount = "unknown".
# [[cost]]
# id = "maintenance"
# what = "Maintenance and hosting"
# amount = "unknown"
# structural = true              # it comes back every year
#
# [[income]]
# what = "Grant"
# amount = "unknown"

# What remains is divided over the participants by a key: equal, inhabitants, classes, brackets, fixed-plus-inhabitants or amounts.
# [contribution]
# key = "equal"
# obligation = "agreed"          # or voluntary: asked for, never owed
"#,
        nl: r#"
# De begroting van {year}: wat het jaar kost en hoe dat wordt betaald. Er zijn nog geen bedragen bekend: vul ze in zodra ze er zijn.
status = "draft"                 # concept; wordt "adopted" zodra de begroting is vastgesteld

# Een post, zonder btw, met een punt voor de centen. Is een bedrag nog niet bekend: amount = "unknown".
# [[cost]]
# id = "beheer"
# what = "Beheer en hosting"
# amount = "unknown"
# structural = true              # structureel: komt elk jaar terug
#
# [[income]]
# what = "Subsidie"
# amount = "unknown"

# De rest wordt over de deelnemers verdeeld, met een verdeelsleutel: equal (gelijke delen), inhabitants (per inwoner),
# classes (per grootteklasse), brackets (in schijven), fixed-plus-inhabitants (vast bedrag plus bedrag per inwoner)
# of amounts (vastgestelde bedragen).
# [contribution]
# key = "equal"
# obligation = "agreed"          # of voluntary: vrijwillig, wel gevraagd en niet verschuldigd
"#
    );
    page(FileKind::Budget, format!("finances/{year:04}/budget.toml"), beginning.lang, &text)
}
