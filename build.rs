//! Gives the executables their icon, version and manifest when the program is built for Windows; does nothing for other systems.
#![allow(
    clippy::print_stdout,
    reason = "this is how a build script speaks to cargo"
)]

use std::{env, error::Error, fs, path::Path};

/// The executables with what their properties say of them.
const PROGRAMS: [(&str, &str); 2] = [
    ("dateline", "Dateline, terminal program"),
    ("dateline-desktop", "Dateline"),
];

const MANIFEST: &str = "packaging/windows/dateline.manifest";
const ICON: &str = "assets/icons/dateline.ico";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    if env::var("CARGO_CFG_TARGET_OS").as_deref() != Ok("windows") {
        return Ok(());
    }
    println!("cargo:rerun-if-changed={MANIFEST}");
    println!("cargo:rerun-if-changed={ICON}");
    // Beside the resource file they are found by their names, whatever characters the way to them holds.
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    fs::copy(MANIFEST, out.join("dateline.manifest"))?;
    fs::copy(ICON, out.join("dateline.ico"))?;
    for (name, description) in PROGRAMS {
        let file = out.join(format!("{name}.rc"));
        fs::write(&file, resources(name, description)?)?;
        embed_resource::compile_for(&file, [name], embed_resource::NONE).manifest_required()?;
    }
    Ok(())
}

/// The resource file of one executable. The numbers are those of `winuser.h` and `winver.h`, so no header is needed.
fn resources(name: &str, description: &str) -> Result<String, Box<dyn Error>> {
    let version = env::var("CARGO_PKG_VERSION")?;
    let part = |key: &str| env::var(format!("CARGO_PKG_VERSION_{key}"));
    let numbers = format!("{},{},{},0", part("MAJOR")?, part("MINOR")?, part("PATCH")?);
    Ok(format!(
        r#"1 ICON "dateline.ico"
1 24 "dateline.manifest"
1 VERSIONINFO
FILEVERSION {numbers}
PRODUCTVERSION {numbers}
FILEOS 0x40004
FILETYPE 1
BEGIN
  BLOCK "StringFileInfo"
  BEGIN
    BLOCK "040904B0"
    BEGIN
      VALUE "CompanyName", "The Dateline authors"
      VALUE "FileDescription", "{description}"
      VALUE "FileVersion", "{version}"
      VALUE "InternalName", "{name}"
      VALUE "LegalCopyright", "The Dateline authors. Apache License 2.0"
      VALUE "OriginalFilename", "{name}.exe"
      VALUE "ProductName", "Dateline"
      VALUE "ProductVersion", "{version}"
    END
  END
  BLOCK "VarFileInfo"
  BEGIN
    VALUE "Translation", 0x409, 1200
  END
END
"#
    ))
}
