//! Brings registry packages to `target/packages` with their ordinary clients and unpacks them there.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The project's root folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The unpacked folder of an npm package, fetched when it is not there yet.
pub fn npm(name: &str, version: &str) -> Result<PathBuf> {
    let folder = root().join(format!("target/packages/npm-{name}-{version}"));
    if !folder.join("package").is_dir() {
        fs::create_dir_all(&folder)?;
        run(Command::new("npm")
            .args(["pack", "--silent", &format!("{name}@{version}")])
            .current_dir(&folder))?;
        let archive = format!("{name}-{version}.tgz");
        run(Command::new("tar")
            .args(["xzf", &archive])
            .current_dir(&folder))?;
    }
    Ok(folder.join("package"))
}

/// The unpacked wheel of a PyPI package, fetched when it is not there yet.
pub fn pypi(name: &str, version: &str) -> Result<PathBuf> {
    let folder = root().join(format!("target/packages/pypi-{name}-{version}"));
    if !folder.join(name).is_dir() {
        fs::create_dir_all(&folder)?;
        run(Command::new("pip")
            .args(["download", "--quiet", "--no-deps", "--only-binary=:all:"])
            .arg(format!("{name}=={version}"))
            .current_dir(&folder))?;
        let wheel = format!("{name}-{version}-py3-none-any.whl");
        run(Command::new("python3")
            .args(["-m", "zipfile", "-e", &wheel, "."])
            .current_dir(&folder))?;
    }
    Ok(folder)
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status()?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{command:?} ended with {status}").into())
    }
}
