//! The files for code platforms: right by their own schemas, where the platform looks, about the record's folder.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::beginning::init;
use crate::commits::git;
use crate::judges::validate;
use crate::program::Fresh;

const FILES: [(&str, &str); 2] = [("vendor.github-workflows", ".github/workflows/commons.yml"), ("vendor.gitlab-ci", ".gitlab-ci.yml")];

/// What a configuration of pre-commit must have, as its own documentation lists it for a local hook.
const HOOK: &str = r#"{ "type": "object", "required": ["repos"], "additionalProperties": false, "properties": { "repos": { "type": "array", "minItems": 1,
"items": { "type": "object", "required": ["repo", "hooks"], "additionalProperties": false, "properties": { "repo": { "const": "local" }, "hooks": { "type": "array",
"items": { "type": "object", "required": ["id", "name", "entry", "language", "always_run"], "additionalProperties": false, "properties": { "id": { "type": "string" },
"name": { "type": "string" }, "entry": { "type": "string", "pattern": "^commons check" }, "language": { "const": "system" }, "pass_filenames": { "const": false },
"always_run": { "const": true } } } } } } } } }"#;

#[test]
fn workflows_are_what_the_platforms_read() {
    for lang in ["nl", "en"] {
        for below in ["", "beheer/dossier.v1"] {
            let fresh = Fresh::empty();
            git(fresh.path(), &["init", "-q"]);
            let folder = if below.is_empty() { "." } else { below };
            let ran = init(&fresh, &[folder, "--ci", "github", "--ci", "gitlab", "--pre-commit", "--lang", lang]);
            assert_eq!(ran.code, Some(0), "{}", ran.said());
            let root = fs::canonicalize(fresh.path()).expect("it is there").display().to_string();
            let said = ran.said();
            assert_eq!(
                said.contains(&format!("{root}/: .gitlab-ci.yml")),
                !below.is_empty(),
                "what stands outside the folder is told whole: {said}"
            );
            for (schema, path) in FILES {
                // Where the platform looks for it: at the root of the repository, wherever the record stands.
                validate(&fresh, &["--builtin-schema", schema], &[path.to_owned()]);
                let text = fs::read_to_string(fresh.at(path)).expect("it was written");
                let check = if below.is_empty() { "commons check".to_owned() } else { format!("commons check -C {below}") };
                assert!(text.contains(&check) && text.contains("COMMONS_SOURCE") && text.contains("COMMONS_VERSION"), "{text}");
                assert!(!text.contains("OPTION") && !text.contains("UNSET") && !text.contains("://"), "{text}");
            }
            fresh.write("hook.schema.json", HOOK);
            validate(&fresh, &["--schemafile", "hook.schema.json"], &[".pre-commit-config.yaml".to_owned()]);
        }
    }
}

/// The shell lines of a workflow are right, stop where nothing is set, and run what is there.
#[test]
fn the_lines_of_a_workflow_can_be_run() {
    let fresh = Fresh::empty();
    assert_eq!(init(&fresh, &["--ci", "github,gitlab"]).code, Some(0));
    for (_, path) in FILES {
        let text = fs::read_to_string(fresh.at(path)).expect("it was written");
        let from = text.find("if [ -z").expect("it looks whether it is set up");
        let lines: Vec<&str> = text[from..].lines().take_while(|line| !line.trim_start().starts_with("- ")).map(str::trim).collect();
        let script = lines.join("\n");
        for (set, code) in [(&[][..], 2), (&[("COMMONS_SOURCE", "x")], 2), (&[("COMMONS_SOURCE", "x"), ("COMMONS_VERSION", "y")], 7)] {
            let mut shell = Command::new("sh");
            // In place of cargo something that says how it was called.
            fresh.write("bin/cargo", "#!/bin/sh\necho \"$@\" >called\nexit 7\n");
            fs::set_permissions(fresh.at("bin/cargo"), fs::Permissions::from_mode(0o755)).expect("permissions can be set");
            let output = shell
                .args(["-ec", &script])
                .env_clear()
                .env("PATH", format!("{}:/usr/bin:/bin", fresh.at("bin").display()))
                .env("HOME", fresh.path())
                .envs(set.iter().copied())
                .current_dir(fresh.path())
                .output()
                .expect("there is a shell");
            assert_eq!(output.status.code(), Some(code), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
        }
        let called = fs::read_to_string(fresh.at("called")).expect("cargo was called");
        assert!(called.starts_with("install --locked --git x --rev y"), "{called}");
    }
}
