//! The duties of the handbook, with the words by which people ask who does them.

use crate::words::Row;

/// Where a word may stand for several duties, the likeliest row comes first.
#[rustfmt::skip]
pub static DUTIES: &[Row] = &[
    ("contact", "contactpersoon aanspreekpunt vragen vraag contact questions question point-of-contact helpdesk", "informatie information bug bugs storing storingen"),
    ("repository", "repository repo coderepository git github gitlab broncode code source-code toegang access", "rechten rights"),
    ("code-review", "merge merges merge-request merge-requests mergerequest pull-request pull-requests pr mr review reviews codereview code-review reviewen", "code wijziging change"),
    ("releases", "release releases versie versies version versions uitbrengen uitgave releasemanagement changelog", "update updates upgrade"),
    ("documentation", "documentatie documentation docs handleiding handleidingen manual manuals readme", "wiki faq"),
    ("meeting-coordination", "overleg overleggen vergadering vergaderingen meeting meetings agenda secretaris secretary secretariaat", "afspraak bijeenkomst"),
    ("minutes-and-actions", "notulen verslag verslagen minutes actielijst actielijsten acties actie actions action-list besluitenlijst notuleren notulist", "secretaris secretary secretariaat"),
    ("meeting-organisation", "bijeenkomst bijeenkomsten gebruikersbijeenkomst gebruikersoverleg communitydag community-day gathering gatherings event events zaal zaalhuur evenement", "overleg vergadering meeting"),
    ("partnership", "samenwerking coördinatie coordinatie coordination partnership collaboration convenant samenwerkingsovereenkomst", "overeenkomst agreement"),
    ("onboarding", "onboarding instroom nieuwe-deelnemer nieuwe-deelnemers inwerken welkom welcome buddy newcomer newcomers", "aanmelden aansluiten join"),
    ("recruitment", "werving werven recruitment nieuwe-gemeenten aansluiten aanmelden acquisitie prospects join joining", "interesse belangstelling"),
    ("communication", "communicatie communication nieuwsbrief newsletter website nieuws news persbericht press", "logo"),
    ("feedback", "feedback wens wensen wish wishes idee ideeën ideas verzoek verzoeken feature features bug bugs", "roadmap backlog"),
    ("community-management", "community communitymanagement communitymanager community-manager", "verbinden forum chat"),
    ("invoicing", "factuur facturen factureren facturering facturatie invoice invoices invoicing rekening rekeningen contributie bijdrage bill billing btw vat", "betalen pay fee"),
    ("payment-monitoring", "betaling betalingen payment payments herinnering herinneringen aanmaning reminder reminders openstaand debiteuren", "betalen pay"),
    ("financial-administration", "administratie boekhouding bookkeeping accounting grootboek ledger kostenplaats financiële-administratie", "geld money financiën finance btw vat"),
    ("financial-reporting", "verantwoording jaarrekening jaarverslag financiële-rapportage accountability accounts annual-report accountant auditor", "rapportage report"),
    ("budget-control", "begroting budget budgetten raming begrotingen reserve prognose forecast", "geld money kosten costs"),
    ("product-ownership", "product-owner productowner product-ownership backlog roadmap prioriteit prioriteiten prioriteren priorities", "functioneel wensen"),
    ("architecture", "architectuur architect architecture technische-visie standaarden standards api", "techniek technology beveiliging informatiebeveiliging security"),
    ("contract-management", "contract contracten contracts contractmanagement contractbeheer verlenging aanbesteding tender inkoop procurement verwerkersovereenkomst verwerkersovereenkomsten", "overeenkomst privacy avg gdpr"),
    ("development-team", "ontwikkelteam ontwikkelaars development developers ontwikkeling scrum team sprint storing storingen incident incidenten incidents", "bouw bouwen bug bugs"),
    ("supplier-management", "leverancier leveranciers supplier suppliers leveranciersmanagement sla vendor", "contract"),
    ("monitoring", "monitoring voortgang voortgangsrapportage progress kpi statistiek statistieken cijfers figures", "rapportage report"),
];

/// Words for one and the same in titles of roles and tasks; the first of those that name something is taken.
#[rustfmt::skip]
pub static ALIKE: &[&str] = &[
    "beveiliging informatiebeveiliging security kwetsbaarheid kwetsbaarheden vulnerability vulnerabilities ciso bio",
    "privacy avg gdpr persoonsgegevens gegevensbescherming fg dpo",
    "secretaris secretary notulist ambtelijk-secretaris secretariaat",
    "voorzitter chair chairman chairperson",
    "penningmeester treasurer",
    "bug bugs storing storingen incident incidenten incidents",
];
