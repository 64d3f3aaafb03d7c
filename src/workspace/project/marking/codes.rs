//! Codes: what they are called, look like and are part of.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{
    MarkPlan, alike, named,
    patch::{CodeChange, HighlightChange, Marks, MemoChange},
    quoted,
};
use crate::{
    model::{CodeId, MemoOn, marking::Code},
    store::{Store, StoreError, StoredHighlight},
    workspace::{command::Coding, problem::Problem, project::patch::Ids},
};

/// One code.
pub(super) fn one(store: &Store, id: CodeId) -> Result<Code, Problem> {
    let found = store.codes()?.into_iter().find(|(code, _)| *code == id);
    Ok(found.ok_or(StoreError::NoSuch("code"))?.1)
}

fn taken(codes: &[(CodeId, Code)], name: &str, but: Option<CodeId>) -> Result<(), Problem> {
    match codes
        .iter()
        .find(|(id, code)| Some(*id) != but && alike(&code.name, name))
    {
        None => Ok(()),
        Some((_, other)) => Err(Problem::new(
            format!("Could not use the name {}", quoted(name)),
            format!("there is a code {} already", quoted(&other.name)),
        )
        .with_hint("Choose another name, or merge the two")),
    }
}

fn free_color(codes: &[(CodeId, Code)]) -> u8 {
    Code::free_color(codes.iter().map(|(_, code)| code.color))
}

fn right_color(color: u8) -> Result<u8, Problem> {
    if color < Code::COLORS {
        return Ok(color);
    }
    Err(Problem::new(
        format!("Could not use color {color}"),
        format!("the colors of codes are 0 to {}", Code::COLORS - 1),
    ))
}

fn right_key(key: Option<char>) -> Result<Option<char>, Problem> {
    let Some(key) = key else { return Ok(None) };
    match Code::right_key(key) {
        Ok(key) => Ok(Some(key)),
        Err(why) => Err(Problem::new(format!("Could not use the key “{key}”"), why)
            .with_hint("Choose another letter or a digit")),
    }
}

fn same_key(a: char, b: char) -> bool {
    a.to_lowercase().eq(b.to_lowercase())
}

/// The code that has a key loses it.
fn give_up(codes: &[(CodeId, Code)], key: Option<char>, but: CodeId) -> Option<CodeChange> {
    let key = key?;
    let (id, code) = codes
        .iter()
        .find(|(id, code)| *id != but && code.key.is_some_and(|own| same_key(own, key)))?;
    Some(changed(*id, code, |c| c.key = None))
}

fn changed(id: CodeId, from: &Code, how: impl FnOnce(&mut Code)) -> CodeChange {
    let mut to = from.clone();
    how(&mut to);
    CodeChange {
        id,
        from: Some(from.clone()),
        to: Some(to),
    }
}

fn about_codes(action: &'static str, label: String, codes: Vec<CodeChange>) -> MarkPlan {
    MarkPlan {
        action,
        label,
        marks: Marks {
            codes,
            ..Marks::default()
        },
        ..MarkPlan::default()
    }
}

pub(super) fn make(
    store: &Store,
    name: &str,
    color: Option<u8>,
    key: Option<char>,
    parent: Option<CodeId>,
) -> Result<MarkPlan, Problem> {
    let name = named("code", name)?;
    let codes = store.codes()?;
    taken(&codes, &name, None)?;
    if let Some(parent) = parent {
        one(store, parent)?;
    }
    let id = CodeId(store.newest_code()?.0 + 1);
    let key = right_key(key)?;
    let code = Code {
        name: name.clone(),
        color: right_color(color.unwrap_or_else(|| free_color(&codes)))?,
        key,
        parent,
    };
    let mut changes: Vec<CodeChange> = give_up(&codes, key, id).into_iter().collect();
    changes.push(CodeChange {
        id,
        from: None,
        to: Some(code),
    });
    let mut plan = about_codes(
        "make-code",
        format!("Make the code {}", quoted(&name)),
        changes,
    );
    plan.new_codes.push((id, name));
    Ok(plan)
}

/// The code meant; where it is new, the plan makes it.
pub(super) fn meant(
    store: &Store,
    coding: &Coding,
    plan: &mut MarkPlan,
) -> Result<(CodeId, String), Problem> {
    let (name, color) = match coding {
        Coding::Code(id) => return Ok((*id, one(store, *id)?.name)),
        Coding::New(name) => (name, None),
        Coding::Painted { name, color } => (name, Some(*color)),
    };
    let known = store
        .codes()?
        .into_iter()
        .find(|(_, c)| alike(&c.name, name.trim()));
    if let Some((id, code)) = known {
        return Ok((id, code.name));
    }
    let new = make(store, name, color, None, None)?;
    plan.marks.codes.extend(new.marks.codes);
    let Some((id, name)) = new.new_codes.into_iter().next() else {
        return Err(StoreError::NoSuch("code").into());
    };
    plan.new_codes.push((id, name.clone()));
    Ok((id, name))
}

pub(super) fn rename(store: &Store, id: CodeId, name: &str) -> Result<MarkPlan, Problem> {
    let name = named("code", name)?;
    let before = one(store, id)?;
    if before.name == name {
        return Ok(MarkPlan::default());
    }
    taken(&store.codes()?, &name, Some(id))?;
    let label = format!(
        "Rename the code {} to {}",
        quoted(&before.name),
        quoted(&name)
    );
    let change = changed(id, &before, |c| c.name = name);
    Ok(about_codes("rename-code", label, vec![change]))
}

pub(super) fn recolor(store: &Store, id: CodeId, color: u8) -> Result<MarkPlan, Problem> {
    let before = one(store, id)?;
    let color = right_color(color)?;
    if before.color == color {
        return Ok(MarkPlan::default());
    }
    let label = format!("Change the color of the code {}", quoted(&before.name));
    let change = changed(id, &before, |c| c.color = color);
    Ok(about_codes("recolor-code", label, vec![change]))
}

pub(super) fn set_key(store: &Store, id: CodeId, key: Option<char>) -> Result<MarkPlan, Problem> {
    let before = one(store, id)?;
    let key = right_key(key)?;
    if before.key == key {
        return Ok(MarkPlan::default());
    }
    let label = match key {
        Some(key) => format!("Give the code {} the key “{key}”", quoted(&before.name)),
        None => format!("Take the key from the code {}", quoted(&before.name)),
    };
    let mut changes: Vec<CodeChange> = give_up(&store.codes()?, key, id).into_iter().collect();
    changes.push(changed(id, &before, |c| c.key = key));
    Ok(about_codes("set-code-key", label, changes))
}

pub(super) fn set_parent(
    store: &Store,
    id: CodeId,
    parent: Option<CodeId>,
) -> Result<MarkPlan, Problem> {
    let codes: BTreeMap<CodeId, Code> = store.codes()?.into_iter().collect();
    let before = codes.get(&id).ok_or(StoreError::NoSuch("code"))?;
    if before.parent == parent {
        return Ok(MarkPlan::default());
    }
    let label = match parent {
        None => format!("Let the code {} stand alone", quoted(&before.name)),
        Some(parent) => format!(
            "Make the code {} a part of {}",
            quoted(&before.name),
            quoted(&above(&codes, id, parent)?.name)
        ),
    };
    let change = changed(id, before, |c| c.parent = parent);
    Ok(about_codes("set-code-parent", label, vec![change]))
}

/// The code that another is to be a part of; refused where that is a part of it.
fn above(codes: &BTreeMap<CodeId, Code>, id: CodeId, parent: CodeId) -> Result<&Code, Problem> {
    let above = codes.get(&parent).ok_or(StoreError::NoSuch("code"))?;
    let mut up = Some(parent);
    let mut seen = HashSet::new();
    while let Some(at) = up.filter(|at| seen.insert(*at)) {
        if at == id {
            let name = codes.get(&id).map_or("", |code| &code.name);
            return Err(Problem::new(
                format!(
                    "Could not make {} a part of {}",
                    quoted(name),
                    quoted(&above.name)
                ),
                "that code is a part of it",
            ));
        }
        up = codes.get(&at).and_then(|c| c.parent);
    }
    Ok(above)
}

/// Changes everything that is different about a code. What is one change alone is called what it is.
pub(super) fn change(store: &Store, id: CodeId, to: &Code) -> Result<MarkPlan, Problem> {
    let all = store.codes()?;
    let before = one(store, id)?;
    let to = Code {
        name: named("code", &to.name)?,
        color: right_color(to.color)?,
        key: right_key(to.key)?,
        parent: to.parent,
    };
    match [
        before.name != to.name,
        before.color != to.color,
        before.key != to.key,
        before.parent != to.parent,
    ] {
        [true, false, false, false] => return rename(store, id, &to.name),
        [false, true, false, false] => return recolor(store, id, to.color),
        [false, false, true, false] => return set_key(store, id, to.key),
        [false, false, false, true] => return set_parent(store, id, to.parent),
        [false, false, false, false] => return Ok(MarkPlan::default()),
        _ => {}
    }
    taken(&all, &to.name, Some(id))?;
    let mut changes: Vec<CodeChange> = give_up(&all, to.key, id).into_iter().collect();
    if let Some(parent) = to.parent {
        above(&all.into_iter().collect(), id, parent)?;
    }
    let label = format!("Change the code {}", quoted(&before.name));
    changes.push(changed(id, &before, |code| *code = to));
    Ok(about_codes("change-code", label, changes))
}

/// Ends a code: its children go to `heir`.
fn ended(
    codes: &[(CodeId, Code)],
    id: CodeId,
    code: &Code,
    heir: Option<CodeId>,
) -> Vec<CodeChange> {
    let mut changes: Vec<CodeChange> = codes
        .iter()
        .filter(|(child, c)| c.parent == Some(id) && Some(*child) != heir)
        .map(|(child, c)| changed(*child, c, |c| c.parent = heir.filter(|h| h != child)))
        .collect();
    changes.push(CodeChange {
        id,
        from: Some(code.clone()),
        to: None,
    });
    changes
}

pub(super) fn delete(store: &Store, id: CodeId) -> Result<MarkPlan, Problem> {
    let codes = store.codes()?;
    let code = one(store, id)?;
    let highlights = store.highlights_with(id)?;
    let label = format!("Delete the code {}", quoted(&code.name));
    let mut plan = about_codes("delete-code", label, ended(&codes, id, &code, code.parent));
    plan.marks.highlights = to_code(&highlights, None);
    if let Some(memo) = store.memo(MemoOn::Code(id))? {
        plan.marks.memos.push(MemoChange {
            on: MemoOn::Code(id),
            from: Some(memo),
            to: None,
        });
    }
    plan.touch(store, &highlights)?;
    Ok(plan)
}

/// Highlights by the code they have, to get another one or none.
pub(super) fn to_code(highlights: &[StoredHighlight], to: Option<CodeId>) -> Vec<HighlightChange> {
    let mut groups: BTreeMap<CodeId, Vec<i64>> = BTreeMap::new();
    for highlight in highlights.iter().filter(|h| Some(h.code) != to) {
        groups
            .entry(highlight.code)
            .or_default()
            .push(highlight.id.0);
    }
    groups
        .into_iter()
        .map(|(from, ids)| HighlightChange {
            from: Some(from),
            to,
            ids: Ids::new(ids),
        })
        .collect()
}

/// Gives highlights a code; what would be there twice ends.
pub(super) fn recoded(
    store: &Store,
    highlights: &[StoredHighlight],
    to: CodeId,
) -> Result<Vec<HighlightChange>, Problem> {
    let place = |h: &StoredHighlight| Some((h.article?, h.anchor.span?));
    let mut there: BTreeSet<_> = store
        .highlights_with(to)?
        .iter()
        .filter_map(place)
        .collect();
    let (mut keep, mut twice) = (Vec::new(), Vec::new());
    for highlight in highlights.iter().filter(|h| h.code != to) {
        if place(highlight).is_none_or(|place| there.insert(place)) {
            keep.push(highlight.clone());
        } else {
            twice.push(highlight.clone());
        }
    }
    let mut changes = to_code(&keep, Some(to));
    changes.extend(to_code(&twice, None));
    Ok(changes)
}

pub(super) fn merge(store: &Store, from: &[CodeId], into: CodeId) -> Result<MarkPlan, Problem> {
    let codes = store.codes()?;
    let kept = one(store, into)?;
    let from: BTreeSet<CodeId> = from.iter().copied().filter(|c| *c != into).collect();
    if from.is_empty() {
        return Err(Problem::new(
            "Could not merge codes",
            "it takes at least two of them",
        ));
    }
    let mut plan = MarkPlan {
        action: "merge-codes",
        ..MarkPlan::default()
    };
    let (mut names, mut highlights) = (Vec::new(), Vec::new());
    let before = store.memo(MemoOn::Code(into))?;
    let mut memo: Vec<String> = before.iter().map(|m| m.0.clone()).collect();
    // What each code is part of once those above it are gone.
    let heir = |mut up: Option<CodeId>| {
        let mut seen = HashSet::new();
        while let Some(at) = up.filter(|at| from.contains(at) && seen.insert(*at)) {
            up = codes.iter().find(|c| c.0 == at).and_then(|c| c.1.parent);
        }
        up.filter(|up| *up != into && !from.contains(up))
    };
    for id in &from {
        let code = one(store, *id)?;
        names.push(quoted(&code.name));
        highlights.extend(store.highlights_with(*id)?);
        plan.marks.codes.push(CodeChange {
            id: *id,
            from: Some(code),
            to: None,
        });
        if let Some(of) = store.memo(MemoOn::Code(*id))? {
            memo.push(of.0.clone());
            plan.marks.memos.push(MemoChange {
                on: MemoOn::Code(*id),
                from: Some(of),
                to: None,
            });
        }
    }
    for (id, code) in &codes {
        let parent = match code.parent {
            Some(up) if from.contains(&up) && !from.contains(id) => {
                if *id == into {
                    heir(Some(up))
                } else {
                    Some(into)
                }
            }
            same => same,
        };
        if parent != code.parent {
            plan.marks
                .codes
                .push(changed(*id, code, |c| c.parent = parent));
        }
    }
    if !plan.marks.memos.is_empty() {
        plan.marks.memos.push(MemoChange {
            on: MemoOn::Code(into),
            from: before,
            to: Some(memo.join("\n\n")),
        });
    }
    plan.marks.highlights = recoded(store, &highlights, into)?;
    plan.label = format!(
        "Merge the code {} into {}",
        names.join(", "),
        quoted(&kept.name)
    );
    plan.touch(store, &highlights)?;
    Ok(plan)
}
