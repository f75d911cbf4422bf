//! The duties of the handbook, with the words by which people ask who does them.

use crate::words::Row;

/// Where a word may stand for several duties, the likeliest row comes first.
#[rustfmt::skip]
pub static DUTIES: &[Row] = &[
    ("contact", "contactpersoon aanspreekpunt vragen vraag contact questions question point-of-contact helpdesk", "informatie information"),
    ("repository", "repository repo coderepository git github gitlab broncode code source-code toegang access", "rechten rights"),
    ("code-review", "merge merges merge-request merge-requests mergerequest pull-request pull-requests pr mr review reviews codereview code-review reviewen", "code wijziging change"),
    ("releases", "release releases versie versies version versions uitbrengen uitgave releasemanagement changelog", "update updates upgrade"),
    ("documentation", "documentatie documentation docs handleiding handleidingen manual manuals readme", "wiki faq"),
    ("meeting-coordination", "overleg overleggen vergadering vergaderingen meeting meetings agenda", "afspraak bijeenkomst"),
    ("minutes-and-actions", "notulen verslag verslagen minutes actielijst actielijsten acties actie actions action-list besluitenlijst notuleren", ""),
    ("meeting-organisation", "bijeenkomst bijeenkomsten gebruikersbijeenkomst gebruikersoverleg communitydag community-day gathering gatherings event events zaal zaalhuur evenement", "overleg vergadering meeting"),
    ("partnership", "samenwerking coördinatie coordinatie coordination partnership collaboration convenant samenwerkingsovereenkomst", "overeenkomst agreement"),
    ("onboarding", "onboarding instroom nieuwe-deelnemer nieuwe-deelnemers inwerken welkom welcome buddy newcomer newcomers", "aanmelden aansluiten join"),
    ("recruitment", "werving werven recruitment nieuwe-gemeenten aansluiten aanmelden acquisitie prospects join joining", "interesse belangstelling"),
    ("communication", "communicatie communication nieuwsbrief newsletter website nieuws news persbericht press", "logo"),
    ("feedback", "feedback wens wensen wish wishes idee ideeën ideas verzoek verzoeken feature features", "roadmap backlog"),
    ("community-management", "community communitymanagement communitymanager community-manager", "verbinden forum chat"),
    ("invoicing", "factuur facturen factureren facturering facturatie invoice invoices invoicing rekening rekeningen contributie bijdrage bill billing", "betalen pay fee"),
    ("payment-monitoring", "betaling betalingen payment payments herinnering herinneringen aanmaning reminder reminders openstaand debiteuren", "betalen pay"),
    ("financial-administration", "administratie boekhouding bookkeeping accounting grootboek ledger kostenplaats financiële-administratie", "geld money financiën finance"),
    ("financial-reporting", "verantwoording jaarrekening jaarverslag financiële-rapportage accountability accounts annual-report accountant auditor", "rapportage report"),
    ("budget-control", "begroting budget budgetten raming begrotingen reserve prognose forecast", "geld money kosten costs"),
    ("product-ownership", "product-owner productowner product-ownership backlog roadmap prioriteit prioriteiten prioriteren priorities", "functioneel wensen"),
    ("architecture", "architectuur architect architecture technische-visie standaarden standards api", "techniek technology"),
    ("contract-management", "contract contracten contracts contractmanagement contractbeheer verlenging aanbesteding tender inkoop procurement", "overeenkomst"),
    ("development-team", "ontwikkelteam ontwikkelaars development developers ontwikkeling scrum team sprint", "bouw bouwen"),
    ("supplier-management", "leverancier leveranciers supplier suppliers leveranciersmanagement sla vendor", "contract"),
    ("monitoring", "monitoring voortgang voortgangsrapportage progress kpi statistiek statistieken cijfers figures", "rapportage report"),
];
