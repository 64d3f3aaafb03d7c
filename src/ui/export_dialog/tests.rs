use super::*;
use crate::model::{
    CountUnit, EntityId, EntityType, Filter,
    chart::{Bar, Cell, Chart, ChartData, ChartKind},
};

fn chart(kinds: &[EntityType]) -> Picture {
    let bar = |kind: &EntityType| Bar {
        label: "Tobruk".to_owned(),
        value: 1,
        cell: Cell::Entity(EntityId(1)),
        kind: Some(*kind),
        of: None,
    };
    Picture::Chart(Box::new(Chart {
        kind: ChartKind::Entities,
        unit: CountUnit::Mentions,
        title: "Names".to_owned(),
        subtitle: String::new(),
        n_line: String::new(),
        notes: Vec::new(),
        data: ChartData::Bars(kinds.iter().map(bar).collect()),
        drawn: Default::default(),
        selected: None,
    }))
}

#[test]
fn file_names_say_what_and_when() {
    use EntityType::{Person, Place};
    for (kinds, from, to, expected) in [
        (
            &[Person, Person][..],
            "2012-03-03",
            "2012-03-28",
            "people-2012-03",
        ),
        (&[Person, Place], "2012-01-03", "2012-03-28", "names-2012"),
        (
            &[Person],
            "2011-12-03",
            "2012-03-28",
            "people-2011-12-03-2012-03-28",
        ),
        (&[Person], "2012-03-03", "2012-03-03", "people-2012-03-03"),
    ] {
        let filter = Filter {
            from: Some(from.to_owned()),
            to: Some(to.to_owned()),
            ..Filter::default()
        };
        assert_eq!(file_name(&chart(kinds), &filter, "project"), expected);
    }
    assert_eq!(
        file_name(&chart(&[Person]), &Filter::default(), "harbor-names"),
        "harbor-names"
    );
}

#[test]
fn tables_are_text_for_other_programs() {
    let rows = [vec!["name", "n"], vec!["a\tb, \"c\"", "1"]];
    let rows = rows.map(|row| row.into_iter().map(str::to_owned).collect());
    assert_eq!(as_text(&rows, '\t'), "name\tn\n\"a\tb, \"\"c\"\"\"\t1\n");
    assert_eq!(as_text(&rows, ','), "name,n\n\"a\tb, \"\"c\"\"\",1\n");
}
