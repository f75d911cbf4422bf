//! Files by which machines judge a record at every change: workflows of code platforms, a hook before a commit.

use crate::beginning::Page;
use crate::text;
use crate::text::{Lang, Text};

/// A code platform that can run `commons check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Platform {
    Github,
    Gitlab,
}

/// The workflow for a platform; its path begins at the root of the repository, where `folder` leads to the record (empty where
/// they are the same).
pub fn workflow(platform: Platform, folder: &str, lang: Lang) -> Page {
    let there = option(folder);
    let (path, text) = match platform {
        Platform::Github => (".github/workflows/commons.yml", github(&there)),
        Platform::Gitlab => (".gitlab-ci.yml", gitlab(&there)),
    };
    Page { path: path.to_owned(), text: text.get(lang).to_owned() }
}

/// The hook that judges the record before a commit is made.
pub fn hook(folder: &str, lang: Lang) -> Page {
    let there = option(folder);
    let head = text!(
        en: "# Judges the record before every commit. Once on each machine: install pre-commit and commons, then run `pre-commit install`.\n",
        nl: "# Controleert het dossier voor elke commit. Eenmalig per computer: installeer pre-commit en commons, en voer `pre-commit install` uit.\n"
    );
    let text = head.then(&Text::same(HOOK.replace("OPTION", &there)));
    Page { path: ".pre-commit-config.yaml".to_owned(), text: text.get(lang).to_owned() }
}

/// Whether a folder can stand in a workflow and in a shell's line as it is.
pub fn is_plain(folder: &str) -> bool {
    folder.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '/' | '.' | '_' | '-')) && !folder.starts_with('-')
}

/// What of a page belongs in the file of that name which is there already: all but the key that such a file has itself.
pub fn to_add(page: &Page) -> String {
    page.text.replacen("\nrepos:\n", "\n", 1)
}

fn option(folder: &str) -> String {
    if folder.is_empty() { String::new() } else { format!(" -C {folder}") }
}

fn github(there: &str) -> Text {
    #[rustfmt::skip]
    let head = text!(
        en: "\
# Judges the record at every change, and every Monday because terms end by themselves.
#
# To set up once, under Settings > Secrets and variables > Actions > Variables:
#   COMMONS_SOURCE   the address from which git clones the source of commons
#   COMMONS_VERSION  the version to use: a tag or a commit
",
        nl: "\
# Controleert het dossier bij elke wijziging, en elke maandag omdat termijnen vanzelf aflopen.
#
# Eenmalig instellen, onder Settings > Secrets and variables > Actions > Variables:
#   COMMONS_SOURCE   het adres waarvandaan git de broncode van commons kloont
#   COMMONS_VERSION  de versie die u gebruikt: een tag of een commit
"
    );
    let unset = text!(
        en: "COMMONS_SOURCE and COMMONS_VERSION are not set: see the first lines of this workflow",
        nl: "COMMONS_SOURCE en COMMONS_VERSION zijn niet ingesteld: zie de eerste regels van deze workflow"
    );
    let steps = GITHUB.replace("OPTION", there);
    head.then(&Text { en: steps.replace("UNSET", &unset.en).into(), nl: steps.replace("UNSET", &unset.nl).into() })
}

fn gitlab(there: &str) -> Text {
    #[rustfmt::skip]
    let head = text!(
        en: "\
# Judges the record at every change; a schedule under Build > Pipeline schedules does so every week, because terms end by themselves.
#
# To set up once, under Settings > CI/CD > Variables:
#   COMMONS_SOURCE   the address from which git clones the source of commons
#   COMMONS_VERSION  the version to use: a tag or a commit
",
        nl: "\
# Controleert het dossier bij elke wijziging; een planning onder Build > Pipeline schedules doet dat elke week, omdat termijnen vanzelf aflopen.
#
# Eenmalig instellen, onder Settings > CI/CD > Variables:
#   COMMONS_SOURCE   het adres waarvandaan git de broncode van commons kloont
#   COMMONS_VERSION  de versie die u gebruikt: een tag of een commit
"
    );
    let unset = text!(
        en: "COMMONS_SOURCE and COMMONS_VERSION are not set: see the first lines of .gitlab-ci.yml",
        nl: "COMMONS_SOURCE en COMMONS_VERSION zijn niet ingesteld: zie de eerste regels van .gitlab-ci.yml"
    );
    let job = GITLAB.replace("OPTION", there);
    head.then(&Text { en: job.replace("UNSET", &unset.en).into(), nl: job.replace("UNSET", &unset.nl).into() })
}

/// What differs stands in capitals: OPTION. It runs at every commit: one that only removes a file names none, and breaks what refers to it.
const HOOK: &str = r"repos:
  - repo: local
    hooks:
      - id: commons
        name: commons check
        entry: commons checkOPTION
        language: system
        pass_filenames: false
        always_run: true
";

/// What differs stands in capitals: OPTION, UNSET.
const GITHUB: &str = r#"name: commons
on:
  push:
    branches: [main, master]
  pull_request:
  schedule:
    - cron: "17 5 * * 1"
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    env:
      COMMONS_SOURCE: ${{ vars.COMMONS_SOURCE }}
      COMMONS_VERSION: ${{ vars.COMMONS_VERSION }}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/cache@v4
        with:
          path: ~/.cargo/bin/commons
          key: commons-${{ runner.os }}-${{ vars.COMMONS_VERSION }}
      - name: install commons
        run: |
          if [ -z "$COMMONS_SOURCE" ] || [ -z "$COMMONS_VERSION" ]; then
            echo "::error::UNSET"
            exit 2
          fi
          [ -x ~/.cargo/bin/commons ] || cargo install --locked --git "$COMMONS_SOURCE" --rev "$COMMONS_VERSION" commons
      - name: commons check
        run: ~/.cargo/bin/commons checkOPTION --format github
"#;

/// As above. A report is made of findings too, so only what could not run at all ends the job early.
const GITLAB: &str = r#"commons:
  image: rust:1
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  cache:
    key: commons-$COMMONS_VERSION
    paths: [.commons-program/bin/]
  script:
    - |
      if [ -z "$COMMONS_SOURCE" ] || [ -z "$COMMONS_VERSION" ]; then
        echo "UNSET"
        exit 2
      fi
      [ -x .commons-program/bin/commons ] || cargo install --locked --git "$COMMONS_SOURCE" --rev "$COMMONS_VERSION" --root .commons-program commons
    - .commons-program/bin/commons checkOPTION --format gitlab --output gl-code-quality-report.json || [ $? -eq 1 ] || exit 2
    - .commons-program/bin/commons checkOPTION --format junit --output commons-junit.xml || [ $? -eq 1 ] || exit 2
    - .commons-program/bin/commons checkOPTION
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
      junit: commons-junit.xml
"#;
