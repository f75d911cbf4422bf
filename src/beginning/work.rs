//! The roles and tasks of a new record: few, and together they cover the duties of its level.

use std::fmt::Write;

use crate::beginning::{Beginning, Page, noted, page};
use crate::edit::quoted;
use crate::handbook::Level;
use crate::source::layout::FileKind;
use crate::text;
use crate::text::Text;

/// A role that a record begins with.
struct Start {
    id: &'static str,
    /// The lowest level that begins with it.
    from: Level,
    title: Text,
    purpose: Text,
    sort: Sort,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// Somebody is to be found for it.
    Position,
    /// As above, and without a back-up things stop; told only where there is money and a plan (A9).
    Critical,
    /// All participants together.
    Everybody,
    /// The body that decides.
    Board,
}

/// A task that a record begins with. `lead` stands for the organisation that leads.
struct Work {
    id: &'static str,
    from: Level,
    covers: &'static [&'static str],
    title: Text,
    /// What there is to do, in a sentence.
    about: Text,
    responsible: &'static str,
    /// Who answers for it while nobody directs, and from the level on which there is a steering group.
    accountable: [&'static str; 2],
    consulted: &'static [&'static str],
    /// Whether all participants are told.
    told: Told,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Nobody,
    Everybody,
}

/// Whether a new record may have a role with this id, so that nothing else can.
pub fn is_role(id: &str) -> bool {
    ROLES.iter().any(|role| role.id == id)
}

/// The files of the roles that the level needs.
pub fn roles(beginning: &Beginning) -> Vec<Page> {
    ROLES.iter().filter(|role| role.from <= beginning.level).map(|role| written_role(role, beginning)).collect()
}

/// The files of the tasks that the level needs.
pub fn tasks(beginning: &Beginning) -> Vec<Page> {
    WORK.iter().filter(|task| task.from <= beginning.level).map(|task| written_task(task, beginning)).collect()
}

fn written_role(role: &Start, beginning: &Beginning) -> Page {
    let (lang, on, lead) = (beginning.lang, beginning.on, &beginning.lead.id);
    let (title, purpose) = (quoted(role.title.get(lang)), quoted(role.purpose.get(lang)));
    // A year has four digits in the format.
    let soon = on.plus_months(2);
    let (role_id, meeting) = (role.id, if soon.year() > 9999 { on } else { soon });
    let kind = if matches!(role.sort, Sort::Position | Sort::Critical) { "position" } else { "body" };
    let facts = format!(
        "title = {title}
kind = \"{kind}\"
purpose = {purpose}
"
    );
    let critical = if role.sort == Sort::Critical && beginning.level >= Level::Structured {
        Text::new(
            "critical = true                  # somebody must be able to stand in\n",
            "critical = true                  # een kritieke rol: wijs ook een vervanger aan\n",
        )
    } else {
        Text::default()
    };
    let required = if beginning.level == Level::Full {
        Text::new("required_by = \"agreement\"\n", "required_by = \"agreement\"        # verplicht volgens de overeenkomst\n")
    } else {
        Text::default()
    };
    let text = match role.sort {
        Sort::Position | Sort::Critical => text!(critical;
            en: r#"
# A role. Elsewhere it is called by the name of this file: {role_id}.
{facts}{critical}vacant = true

# Next step: who holds it? Take away "vacant", and the # before these lines.
# [[holder]]
# who = "jdoe"                   # a person, or an organisation
# from = {on}
#
# [[backup]]                     # who stands in, during illness or leave
# who = "{lead}"
# from = {on}
"#,
            nl: r#"
# Een rol. Elders verwijst u ernaar met de bestandsnaam zonder .toml: {role_id}.
{facts}{critical}vacant = true

# Volgende stap: wie vervult de rol? Haal "vacant" weg, en de # voor deze regels.
# [[holder]]
# who = "jdevries"               # een persoon, of een organisatie
# from = {on}
#
# [[backup]]                     # de vervanger, bij ziekte of verlof
# who = "{lead}"
# from = {on}
"#
        ),
        Sort::Everybody => text!(
            en: r#"
# A body: all participants together.
{facts}meets = "quarterly"

[[holder]]
who = "all-participants"
from = {on}

# Next step: plan the first meeting. These lines make a file of their own, such as events/{meeting}-user-meeting.toml.
#   title = "User meeting"
#   kind = "user-meeting"
#   body = "user-group"
#   starts = {meeting}T10:00:00
#   organiser = "coordinator"
#   invited = ["all-participants"]
"#,
            nl: r#"
# Een gremium: alle deelnemers samen.
{facts}meets = "quarterly"              # elk kwartaal

[[holder]]
who = "all-participants"
from = {on}

# Volgende stap: plan het eerste overleg. Deze regels vormen een eigen bestand, bijvoorbeeld events/{meeting}-gebruikersoverleg.toml.
#   title = "Gebruikersoverleg"
#   kind = "user-meeting"
#   body = "user-group"
#   starts = {meeting}T10:00:00
#   organiser = "coordinator"
#   invited = ["all-participants"]
"#
        ),
        Sort::Board => text!(required;
            en: r#"
# The body that decides. Who sits in it, and how it decides, belongs in the agreement.
{facts}vacant = true
meets = "quarterly"
# decides = "by consensus"
{required}
# Next step: who sits in it? Take away "vacant", and the # before these lines; repeat them for every member.
# [[holder]]
# who = "jdoe"
# chair = true
# from = {on}
"#,
            nl: r#"
# Het gremium dat besluit. Wie erin zit en hoe het besluit, hoort in de overeenkomst.
{facts}vacant = true
meets = "quarterly"              # elk kwartaal
# decides = "bij consensus"
{required}
# Volgende stap: wie zit erin? Haal "vacant" weg, en de # voor deze regels; herhaal ze voor ieder lid.
# [[holder]]
# who = "jdevries"
# chair = true                   # voorzitter
# from = {on}
"#
        ),
    };
    page(FileKind::Role, format!("roles/{}.toml", role.id), lang, &text)
}

fn written_task(task: &Work, beginning: &Beginning) -> Page {
    let (lang, id) = (beginning.lang, task.id);
    let title = quoted(task.title.get(lang));
    let covers = task.covers.iter().map(|duty| quoted(duty)).collect::<Vec<_>>().join(", ");
    let about = &task.about;
    let process = noted(
        &format!("# process = \"docs/{id}.md\""),
        &Text::new("how it is done, so that somebody else can take over", "de werkwijze, zodat een ander het kan overnemen"),
    );
    #[rustfmt::skip]
    let head = text!(about, process;
        en: r"
# {about}
title = {title}
covers = [{covers}]
{process}
# hours = 2                      # a week

[raci]
",
        nl: r"
# {about}
title = {title}
covers = [{covers}]
{process}
# hours = 2                      # uren per week

[raci]
"
    );
    let named = |party: &str| quoted(if party == "lead" { beginning.lead.id.as_str() } else { party });
    let accountable = task.accountable[usize::from(beginning.level >= Level::Structured)];
    // Whoever answers for a task, or does not exist at this level, is not asked beside it.
    let exists = |party: &&&str| ROLES.iter().any(|role| role.id == **party && role.from <= beginning.level) && **party != accountable;
    let consulted: Vec<String> = task.consulted.iter().filter(exists).map(|party| named(party)).collect();
    let mut raci = vec![
        (format!("responsible = [{}]", named(task.responsible)), Text::new("R: carries it out", "R: voert uit")),
        (
            format!("accountable = {}", named(accountable)),
            Text::new("A: answers for it, always one", "A: is eindverantwoordelijk, altijd één"),
        ),
    ];
    if !consulted.is_empty() {
        raci.push((format!("consulted = [{}]", consulted.join(", ")), Text::new("C: is asked beforehand", "C: wordt vooraf geraadpleegd")));
    }
    if task.told == Told::Everybody {
        let told = if beginning.level < Level::Light {
            "informed = [\"all-participants\"]".to_owned()
        } else {
            "informed = [{ who = \"all-participants\", via = \"updates\" }]".to_owned()
        };
        raci.push((told, Text::new("I: is told", "I: wordt geïnformeerd")));
    }
    let longest = raci.iter().map(|(line, _)| line.chars().count()).max().unwrap_or_default().max(32);
    let mut lines = String::new();
    for (line, meaning) in raci {
        writeln!(lines, "{line:<longest$} # {}", meaning.get(lang)).expect("text can be written to");
    }
    page(FileKind::Task, format!("tasks/{id}.toml"), lang, &head.then(&Text::same(lines)))
}

#[rustfmt::skip]
static ROLES: [Start; 8] = [
    Start { id: "coordinator", from: Level::Sharing, sort: Sort::Critical,
        title: Text::new("Coordinator", "Coördinator"),
        purpose: Text::new("Answers questions and sees to it that agreements are made and kept", "Beantwoordt vragen en zorgt dat afspraken worden gemaakt en nagekomen") },
    Start { id: "maintainer", from: Level::Sharing, sort: Sort::Critical,
        title: Text::new("Code maintainer", "Beheerder van de code"),
        purpose: Text::new("Administers the repository, reviews changes and brings out releases", "Beheert de repository, beoordeelt wijzigingen en brengt releases uit") },
    Start { id: "user-group", from: Level::Light, sort: Sort::Everybody,
        title: Text::new("User group", "Gebruikersgroep"),
        purpose: Text::new("Shares experiences, and says what users need", "Deelt ervaringen en zegt wat gebruikers nodig hebben") },
    Start { id: "steering-group", from: Level::Structured, sort: Sort::Board,
        title: Text::new("Steering group", "Stuurgroep"),
        purpose: Text::new("Decides on direction, budget and contributions on behalf of all participants", "Besluit namens alle deelnemers over koers, begroting en bijdragen") },
    Start { id: "community-manager", from: Level::Structured, sort: Sort::Position,
        title: Text::new("Community manager", "Communitymanager"),
        purpose: Text::new("Finds and connects participants, and gathers their wishes", "Werft en verbindt deelnemers en haalt hun wensen op") },
    Start { id: "product-owner", from: Level::Structured, sort: Sort::Position,
        title: Text::new("Product owner", "Product owner"),
        purpose: Text::new("Weighs the wishes of participants, decides what comes first and accepts what is delivered", "Weegt de wensen van deelnemers, bepaalt wat eerst komt en accepteert wat wordt opgeleverd") },
    Start { id: "architect", from: Level::Structured, sort: Sort::Position,
        title: Text::new("Architect", "Architect"),
        purpose: Text::new("Guards the technical course and how the parts fit together", "Bewaakt de technische koers en de samenhang") },
    Start { id: "treasurer", from: Level::Structured, sort: Sort::Critical,
        title: Text::new("Treasurer", "Penningmeester"),
        purpose: Text::new("Collects the contributions, guards the budget and accounts for it", "Int de bijdragen, bewaakt de begroting en legt verantwoording af") },
];

#[rustfmt::skip]
static WORK: [Work; 14] = [
    Work { id: "contact", from: Level::Sharing, covers: &["contact"],
        title: Text::new("Point of contact", "Aanspreekpunt van de samenwerking"),
        about: Text::new("Answer questions, of newcomers too, so that nobody needs to ask around.", "Vragen beantwoorden, ook van nieuwe gemeenten, zodat niemand bij verschillende mensen hoeft aan te kloppen."),
        responsible: "coordinator", accountable: ["lead", "steering-group"], consulted: &[], told: Told::Everybody },
    Work { id: "repository", from: Level::Sharing, covers: &["repository", "releases"],
        title: Text::new("Code repository and releases", "Beheer van de coderepository en releases"),
        about: Text::new("Hold the rights of an administrator, accept changes and bring out releases.", "De beheerrechten hebben, merge requests accepteren en releases uitbrengen."),
        responsible: "maintainer", accountable: ["coordinator", "coordinator"], consulted: &["architect"], told: Told::Everybody },
    Work { id: "code-review", from: Level::Sharing, covers: &["code-review", "documentation"],
        title: Text::new("Code review and technical documentation", "Codereview en technische documentatie"),
        about: Text::new("Review changes, guard the quality of the code and keep its documentation up to date.", "Wijzigingen beoordelen, de kwaliteit van de code bewaken en de documentatie bijhouden."),
        responsible: "maintainer", accountable: ["coordinator", "architect"], consulted: &[], told: Told::Nobody },
    Work { id: "meetings", from: Level::Light, covers: &["meeting-coordination", "minutes-and-actions", "meeting-organisation"],
        title: Text::new("Meetings, minutes and actions", "Overleggen, verslagen en actielijst"),
        about: Text::new("Prepare and hold the user meeting, write the minutes and follow up on the actions.", "Het gebruikersoverleg voorbereiden en organiseren, het verslag maken en de acties opvolgen."),
        responsible: "coordinator", accountable: ["lead", "steering-group"], consulted: &["user-group"], told: Told::Everybody },
    Work { id: "partnership", from: Level::Light, covers: &["partnership"],
        title: Text::new("Coordination of the collaboration", "Coördinatie van de samenwerking"),
        about: Text::new("Keep in touch with the partners, and see to it that agreements are made and kept.", "Contact houden met de partners en zorgen dat afspraken worden gemaakt en nagekomen."),
        responsible: "coordinator", accountable: ["lead", "steering-group"], consulted: &["user-group"], told: Told::Nobody },
    Work { id: "onboarding", from: Level::Light, covers: &["onboarding"],
        title: Text::new("Onboarding of new participants", "Onboarding van nieuwe deelnemers"),
        about: Text::new("Welcome new participants and guide them through their first three months.", "Nieuwe deelnemers welkom heten en de eerste drie maanden begeleiden."),
        responsible: "coordinator", accountable: ["lead", "steering-group"], consulted: &[], told: Told::Everybody },
    Work { id: "recruitment", from: Level::Structured, covers: &["recruitment", "communication"],
        title: Text::new("Recruitment and communication", "Werving en communicatie"),
        about: Text::new("Give demonstrations, answer interested municipalities and keep newsletter and website going.", "Demo's geven, vragen van geïnteresseerde gemeenten beantwoorden, en nieuwsbrief en website verzorgen."),
        responsible: "community-manager", accountable: ["lead", "coordinator"], consulted: &["user-group"], told: Told::Everybody },
    Work { id: "community", from: Level::Structured, covers: &["community-management", "feedback"],
        title: Text::new("Community, feedback and wishes", "Community, feedback en wensen"),
        about: Text::new("Bring users together, gather feedback and wishes, and bring them onto the roadmap.", "Gebruikers bij elkaar brengen, feedback en wensen verzamelen en een plek geven op de roadmap."),
        responsible: "community-manager", accountable: ["lead", "coordinator"], consulted: &["user-group", "product-owner"], told: Told::Everybody },
    Work { id: "product", from: Level::Structured, covers: &["product-ownership", "development-team"],
        title: Text::new("Product ownership and development", "Product ownership en ontwikkeling"),
        about: Text::new("Set the vision, order the roadmap, direct the developers and accept what is delivered.", "De productvisie bepalen, de roadmap ordenen, het ontwikkelteam aansturen en accepteren wat wordt opgeleverd."),
        responsible: "product-owner", accountable: ["lead", "steering-group"], consulted: &["user-group", "architect"], told: Told::Everybody },
    Work { id: "architecture", from: Level::Structured, covers: &["architecture"],
        title: Text::new("Architecture and technical vision", "Architectuur en technische visie"),
        about: Text::new("Take and write down decisions on architecture, so that the software lasts.", "Architectuurbesluiten nemen en vastleggen, zodat de software toekomstbestendig blijft."),
        responsible: "architect", accountable: ["lead", "steering-group"], consulted: &["maintainer", "product-owner"], told: Told::Nobody },
    Work { id: "suppliers", from: Level::Structured, covers: &["contract-management", "supplier-management"],
        title: Text::new("Suppliers and contracts", "Leveranciers en contracten"),
        about: Text::new("Conclude and guard contracts, keep the market healthy and knowledge in our own hands.", "Contracten sluiten en bewaken, en zorgen voor een gezonde markt en voor kennisborging."),
        responsible: "product-owner", accountable: ["lead", "steering-group"], consulted: &["treasurer"], told: Told::Nobody },
    Work { id: "contribution", from: Level::Structured, covers: &["invoicing", "payment-monitoring", "financial-administration"],
        title: Text::new("Contribution and administration", "Bijdrage en administratie"),
        about: Text::new("Send the invoices, follow the payments, remind where needed and keep the accounts.", "Facturen versturen, betalingen volgen, zo nodig herinneren en de administratie voeren."),
        responsible: "treasurer", accountable: ["lead", "steering-group"], consulted: &[], told: Told::Everybody },
    Work { id: "budget", from: Level::Structured, covers: &["budget-control", "financial-reporting"],
        title: Text::new("Budget and accounts", "Begroting en verantwoording"),
        about: Text::new("Draw up the budget, guard it and account for it to all participants.", "De begroting opstellen en bewaken, en aan alle deelnemers verantwoording afleggen."),
        responsible: "treasurer", accountable: ["lead", "steering-group"], consulted: &["user-group"], told: Told::Everybody },
    Work { id: "monitoring", from: Level::Structured, covers: &["monitoring"],
        title: Text::new("Monitoring and reporting", "Monitoring en rapportage"),
        about: Text::new("Keep track of use, satisfaction and progress, and report on them.", "Gebruik, tevredenheid en voortgang bijhouden en daarover rapporteren."),
        responsible: "coordinator", accountable: ["lead", "steering-group"], consulted: &["user-group"], told: Told::Everybody },
];
