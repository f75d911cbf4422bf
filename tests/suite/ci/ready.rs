//! What others take from this repository to run `check` in a pipeline: valid by the schemas of its readers, and run as they would run it.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::cases::root;
use crate::ci::read::{junit, read_yaml, yaml};
use crate::ci::runner;
use crate::commits::git;
use crate::judges::{tool, validate};
use crate::program::{Fresh, Ran, paths};

const ACTION: &str = ".github/actions/check/action.yml";
const TEMPLATE: &str = ".gitlab/commons.gitlab-ci.yml";

#[test]
fn their_readers_accept_them() {
    let desk = Fresh::empty();
    let file = |path: &str| root().join(path).display().to_string();
    validate(&desk, &["--builtin-schema", "vendor.github-actions"], &[file(ACTION)]);
    validate(&desk, &["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"], &[file(TEMPLATE)]);
    let mut judge = tool(&desk, "python/bin/pre-commit");
    let output = judge.args(["validate-manifest", &file(".pre-commit-hooks.yaml")]).output().expect("pre-commit can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

/// The snippets that readers copy are what their readers take, and say only what the action, the template and the hook know.
#[test]
fn the_snippets_of_the_readme_are_valid() {
    let desk = Fresh::empty();
    let page = fs::read_to_string(root().join("README.md")).expect("the README is text");
    let blocks: Vec<&str> = page.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let names = ["workflow.yml", ".gitlab-ci.yml", ".pre-commit-config.yaml", "changes.yml", "changes.gitlab-ci.yml"];
    assert_eq!(blocks.len(), names.len());
    for (name, text) in names.into_iter().zip(blocks) {
        desk.write(name, text);
    }
    let both = |files: [&str; 2]| files.map(str::to_owned);
    validate(&desk, &["--builtin-schema", "vendor.github-workflows"], &both(["workflow.yml", "changes.yml"]));
    validate(&desk, &["--builtin-schema", "vendor.gitlab-ci"], &both([".gitlab-ci.yml", "changes.gitlab-ci.yml"]));
    let mut judge = tool(&desk, "python/bin/pre-commit");
    let output = judge.args(["validate-config", ".pre-commit-config.yaml"]).output().expect("pre-commit can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));

    let keys = |value: &Value| -> Vec<String> { value.as_object().expect("it has keys").keys().cloned().collect() };
    let workflow = read_yaml(&desk.at("workflow.yml"));
    let inputs = keys(&yaml(ACTION)["inputs"]);
    for step in workflow["jobs"]["record"]["steps"].as_array().expect("a job has steps") {
        if step["uses"].as_str().is_some_and(|uses| uses.contains(".github/actions/check@")) {
            assert!(keys(&step["with"]).iter().all(|key| inputs.contains(key)), "{step}");
        }
    }
    let variables = keys(&yaml(TEMPLATE)["commons"]["variables"]);
    let included = read_yaml(&desk.at(".gitlab-ci.yml"));
    assert_eq!(included["include"][0]["file"], TEMPLATE);
    assert!(keys(&included["commons"]["variables"]).iter().all(|key| variables.contains(key)), "{included}");
    assert_eq!(read_yaml(&desk.at(".pre-commit-config.yaml"))["repos"][0]["hooks"][0]["id"], yaml(".pre-commit-hooks.yaml")[0]["id"]);
}

/// A repository with a record in a folder, in which one thing is wrong.
fn repository() -> Fresh {
    let fresh = Fresh::empty();
    fresh.write("dossier/commons.toml", "format = 1\nname = \"x\"\nlanguage = \"nl\"\n");
    fresh.write("dossier/roles/a.toml", "title = \"x\"\nsoort = 1\nvacant = true\n");
    git(fresh.path(), &["init", "--quiet"]);
    git(fresh.path(), &["add", "--all"]);
    fresh
}

/// A shell as a runner starts it, with nothing of this machine but the path.
fn shell(fresh: &Fresh, program: &str) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("PATH", std::env::var_os("PATH").expect("there is a path")).env("HOME", fresh.path()).current_dir(fresh.path());
    command
}

#[test]
fn the_hook_runs_for_every_file_of_a_record_and_for_no_other() {
    let fresh = repository();
    let manifest = yaml(".pre-commit-hooks.yaml");
    let mut hook = manifest[0].clone();
    assert_eq!((&hook["language"], &hook["entry"]), (&Value::from("rust"), &Value::from("commons check")));
    // As it stands, but with the program that is here in place of one that would be built.
    hook["language"] = "system".into();
    hook["entry"] = format!("{} check --on 2026-10-01", env!("CARGO_BIN_EXE_commons")).into();
    hook["args"] = serde_json::json!(["-C", "dossier"]);
    fresh.write(".pre-commit-config.yaml", serde_json::json!({ "repos": [{ "repo": "local", "hooks": [hook] }] }).to_string());
    fresh.write("README.md", "x");
    git(fresh.path(), &["add", "--all"]);
    let run = |file: &str| {
        let mut judge = tool(&fresh, "python/bin/pre-commit");
        judge.args(["run", "--color", "never", "--files", file]);
        let output = judge.output().expect("pre-commit can be started");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (code, said) = run("README.md");
    assert!(code == Some(0) && said.contains("Skipped"), "{said}");
    let (code, said) = run("dossier/roles/a.toml");
    assert!(code == Some(1) && said.contains("onbekende sleutel `soort`") && said.contains("--> roles/a.toml:2:1"), "{said}");
    fresh.write("dossier/roles/a.toml", "title = \"x\"\nvacant = true\n");
    git(fresh.path(), &["add", "--all"]);
    let (code, said) = run("dossier/commons.toml");
    assert!(code == Some(0) && said.contains("Passed"), "{said}");

    let pattern = manifest[0]["files"].as_str().expect("a pattern is text");
    let mut script = tool(&fresh, "python/bin/python");
    let every = paths().into_iter().flat_map(|(_, path)| [path.clone(), format!("een map/{path}")]);
    let matches = "import re, sys; sys.exit(any(not re.search(sys.argv[1], path) for path in sys.argv[2:]))";
    assert!(script.args(["-c", matches, pattern]).args(every).status().is_ok_and(|status| status.success()), "{pattern}");
}

/// Runs the steps of the action, as the runner would, with inputs beside the defaults; gives what they wrote and how they ended.
fn act(fresh: &Fresh, inputs: &[(&str, &str)]) -> (Option<i32>, String) {
    let action = yaml(ACTION);
    let value = |name: &str| {
        let given = inputs.iter().find(|(input, _)| *input == name).map(|(_, value)| *value);
        given.or(action["inputs"][name]["default"].as_str()).unwrap_or_else(|| panic!("no input {name}")).to_owned()
    };
    let mut shown = String::new();
    for step in action["runs"]["steps"].as_array().expect("an action has steps") {
        let run = step["run"].as_str().expect("a step runs something");
        assert!(!run.contains("${{"), "what is typed would become a command: {run}");
        if step["if"] == "inputs.program == ''" && !value("program").is_empty() {
            continue;
        }
        fresh.write(".runner/step.sh", run);
        let mut bash = shell(fresh, "bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail", ".runner/step.sh"]);
        bash.env("GITHUB_STEP_SUMMARY", fresh.at(".runner/summary.md")).env("RUNNER_TEMP", fresh.at(".runner"));
        bash.env("GITHUB_WORKSPACE", fresh.path()).env("GITHUB_ACTIONS", "true").env("CI", "true");
        for (name, text) in step["env"].as_object().expect("a step has variables") {
            let text = text.as_str().expect("a variable is text");
            let text = text.replace("${{ github.action_path }}", &root().join(".github/actions/check").display().to_string());
            let input = text.strip_prefix("${{ inputs.").and_then(|rest| rest.strip_suffix(" }}")).map(value);
            bash.env(name, input.unwrap_or(text));
        }
        let ran = Ran::of(&mut bash);
        shown.push_str(ran.shown());
        shown.push_str(&ran.said());
        if ran.code != Some(0) {
            return (ran.code, shown);
        }
    }
    (Some(0), shown)
}

#[test]
fn the_action_marks_and_lists_what_is_found() {
    let fresh = repository();
    let program = env!("CARGO_BIN_EXE_commons");
    let (code, shown) = act(
        &fresh,
        &[("program", program), ("record", "dossier"), ("sarif", "findings.sarif"), ("options", "--lang en --select unknown-key")],
    );
    assert_eq!(code, Some(1), "{shown}");
    let orders: Vec<_> = shown.lines().filter_map(runner::order).collect();
    assert_eq!(orders.len(), 1, "{shown}");
    assert_eq!(orders[0].property("file"), Some("dossier/roles/a.toml"));
    let summary = fs::read_to_string(fresh.at(".runner/summary.md")).expect("the summary was written");
    assert!(summary.contains("dossier/roles/a.toml") && summary.matches("## ").count() == 1, "{summary}");
    assert!(fs::read_to_string(fresh.at("findings.sarif")).is_ok_and(|text| text.contains("\"unknown-key\"")));

    let (code, shown) = act(&fresh, &[("program", program), ("record", "nergens"), ("sarif", "nooit.sarif")]);
    assert!(code == Some(2) && shown.contains("nergens is not a folder"), "{shown}");
    assert!(!fresh.at("nooit.sarif").exists());
    // Options may stand below each other.
    let lines = "--lang en\n--select\n  unknown-key\n--strict\n";
    let (code, shown) = act(&fresh, &[("program", program), ("record", "dossier"), ("options", lines)]);
    assert!(code == Some(1) && shown.lines().filter_map(runner::order).count() == 1 && shown.contains("1 error in 2 files"), "{shown}");
    // An input is never a command.
    let (_, shown) =
        act(&fresh, &[("program", program), ("record", "$(touch kwaad); touch kwaad"), ("options", "`touch kwaad` ;touch kwaad")]);
    assert!(!fresh.at("kwaad").exists(), "{shown}");
    fresh.write("dossier/roles/a.toml", "title = \"x\"\n");
    let (code, shown) = act(&fresh, &[("program", program), ("record", "dossier"), ("options", "--select unknown-key")]);
    assert!(code == Some(0) && !shown.contains("::"), "{shown}");
}

#[test]
fn the_template_leaves_two_reports() {
    let fresh = repository();
    let job = yaml(TEMPLATE)["commons"].clone();
    let lines = |key: &str| -> Vec<String> {
        job[key].as_array().expect("it is a list").iter().map(|line| line.as_str().expect("a line is text").to_owned()).collect()
    };
    let text = [lines("before_script"), lines("script")].concat().join("\n");
    let run = |variables: &[(&str, &str)]| {
        // The runner runs both lists as one script of a plain shell, which ends with the first line that fails.
        let mut sh = shell(&fresh, "sh");
        sh.args(["-e", "-c", &text]).env("CI_PROJECT_DIR", fresh.path());
        for (name, value) in job["variables"].as_object().expect("a job has variables") {
            sh.env(name, value.as_str().expect("a variable is text"));
        }
        Ran::of(sh.envs(variables.iter().copied()))
    };
    let ran = run(&[]);
    assert!(ran.code == Some(2) && ran.said().contains("set COMMONS_INSTALL"), "{}", ran.said());
    let program = Path::new(env!("CARGO_BIN_EXE_commons"));
    let install = format!("echo installeert; PATH={}:$PATH", program.parent().expect("it is in a folder").display());
    let with =
        [("COMMONS_INSTALL", install.as_str()), ("COMMONS_RECORD", "dossier"), ("COMMONS_OPTIONS", "--lang en --select unknown-key")];
    let ran = run(&with);
    assert!(
        ran.code == Some(1) && ran.shown().contains("installeert") && ran.shown().contains("unknown key `soort`"),
        "{}{}",
        ran.shown(),
        ran.said()
    );
    let reports = &job["artifacts"]["reports"];
    let report = |key: &str| fs::read_to_string(fresh.at(reports[key].as_str().expect("a report has a name"))).expect("it was written");
    let quality: Value = serde_json::from_str(&report("codequality")).expect("it is JSON");
    assert_eq!(quality[0]["location"]["path"], "dossier/roles/a.toml");
    assert_eq!(junit(&fresh, &[&report("junit")])[0]["counted"], serde_json::json!([2, 1]));
    assert_eq!(job["artifacts"]["when"], "always");
    let ran = run(&[("COMMONS_INSTALL", install.as_str()), ("COMMONS_RECORD", "nergens")]);
    assert!(ran.code == Some(2) && ran.said().contains("nergens is not a folder"), "{}", ran.said());
}
