use super::{
    Code, Finding, Fix,
    finding::or_fine,
    html::Seen,
    links::{Place, place},
};
use crate::{count, draft::Card};
use std::collections::BTreeSet;

/// Of all our own pictures of a letter: more takes seconds on a phone.
const OCTETS_MAX: u64 = 1024 * 1024;

/// A picture of this server that the letter shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPicture {
    pub address: String,
    /// `None` where it was deleted.
    pub octets: Option<u64>,
}

pub fn pictures(seen: &Seen, own: &[OwnPicture]) -> Vec<Finding> {
    let addresses: BTreeSet<&str> = seen.pictures.iter().map(|picture| picture.src.as_str()).collect();
    let mut found: Vec<Finding> = addresses.iter().filter_map(|address| picture(address, own)).collect();
    let without_alt = seen.pictures.iter().filter(|picture| picture.alt.is_none()).count();
    if without_alt > 0 {
        found.push(alt_missing(without_alt));
    }
    let octets: u64 = own.iter().filter_map(|picture| picture.octets).sum();
    if octets > OCTETS_MAX {
        found.push(heavy(octets));
    }
    or_fine(found, || {
        let (n, kilobytes) = (addresses.len(), count(octets.div_ceil(1024) as i64));
        let says = match n {
            0 => ("the letter has no pictures".to_owned(), "메일에 이미지가 없습니다".to_owned()),
            _ => (
                format!("{n} pictures are there and described; ours have {kilobytes} KB together"),
                format!("이미지 {n}개가 모두 있고 대체 텍스트도 있습니다. 올린 이미지는 모두 {kilobytes}KB입니다"),
            ),
        };
        Finding::new(Code::PicturesFine, says)
    })
}

fn picture(address: &str, own: &[OwnPicture]) -> Option<Finding> {
    if let Some(own) = own.iter().find(|own| own.address == address) {
        // whether the world reaches this server is told once, with the links
        return own.octets.is_none().then(|| {
            told(
                Code::PictureGone,
                address,
                ("this picture was deleted; choose another one", "삭제된 이미지입니다. 다른 이미지를 고르세요"),
            )
            .mended_by(Fix::Images)
        });
    }
    if address.starts_with("data:") {
        return Some(told(
            Code::PictureEmbedded,
            "data:",
            (
                "a picture is written into the letter itself, which Gmail and Outlook do not show; upload it instead",
                "메일 안에 직접 넣은 이미지는 Gmail과 Outlook에서 보이지 않습니다. 이미지를 올려서 쓰세요",
            ),
        ));
    }
    match place(address) {
        Place::Public { is_secure: true } => None,
        Place::Public { is_secure: false } => Some(told(
            Code::PictureInsecure,
            address,
            (
                "this picture is not https; some mail programs hide it",
                "https가 아닌 이미지라 일부 메일 프로그램에서 보이지 않습니다",
            ),
        )),
        Place::Private | Place::Mail | Place::None => Some(told(
            Code::PictureBroken,
            address,
            (
                "nobody can see this picture: its address is not one of the open web; upload it",
                "외부에서 열 수 없는 주소라 이미지가 보이지 않습니다. 이미지를 올려서 쓰세요",
            ),
        )),
    }
}

fn told(code: Code, address: &str, says: (&str, &str)) -> Finding {
    Finding::new(code, says).about(address).mended_by(Fix::Card(Card::Content))
}

fn alt_missing(n: usize) -> Finding {
    Finding::new(
        Code::AltMissing,
        (
            format!(
                "{n} pictures say nothing to whoever cannot see them; add alt to them, empty where one only decorates"
            ),
            format!("이미지 {n}개에 대체 텍스트(alt)가 없습니다. 넣어 주시고, 장식용이면 빈 값으로 두세요"),
        ),
    )
    .mended_by(Fix::Card(Card::Content))
}

fn heavy(octets: u64) -> Finding {
    let megabytes = octets as f64 / 1_048_576.0;
    Finding::new(
        Code::PicturesHeavy,
        (
            format!("the pictures have {megabytes:.1} MB together, which takes long on a phone; 1 MB is a good limit"),
            format!("이미지가 모두 {megabytes:.1}MB라 휴대폰에서 늦게 뜹니다. 1MB 안쪽이 좋습니다"),
        ),
    )
    .mended_by(Fix::Images)
}
