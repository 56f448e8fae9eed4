use crate::texts::{count, texts};
use domain::{DeliveryState, Totals};
use leptos::prelude::*;

/// Width of the drawing in its own units.
const WIDTH: f64 = 1000.0;
/// A state with few people is still seen.
const WIDTH_MIN: f64 = 4.0;

/// Everybody of a campaign as one bar, a part for each state; the parts always fill it.
#[component]
pub fn ConservationBar(#[prop(into)] totals: Signal<Totals>) -> impl IntoView {
    let t = texts();
    let label = move || {
        let totals = totals.get();
        let part = |state| format!("{} {}", (t.delivery_state)(state), count(totals.of(state)));
        let present = DeliveryState::ALL.into_iter().filter(|state| totals.of(*state) > 0);
        (t.live.bar)(&present.map(part).collect::<Vec<_>>().join(", "))
    };
    let parts = move |state: DeliveryState| {
        let place = Memo::new(move |_| place(&totals.get(), state));
        view! {
            <rect
                class="bar-part"
                data-state=state.as_str()
                y="0"
                height="10"
                x=move || format!("{:.2}", place.get().0)
                width=move || format!("{:.2}", place.get().1)
            />
        }
    };
    view! {
        <svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label=label>
            {DeliveryState::ALL.into_iter().map(parts).collect_view()}
        </svg>
    }
}

/// Where a state's part begins and how wide it is.
fn place(totals: &Totals, wanted: DeliveryState) -> (f64, f64) {
    let present = || DeliveryState::ALL.into_iter().filter(|state| totals.of(*state) > 0);
    let audience = totals.audience() as f64;
    let raised = |state: DeliveryState| (totals.of(state) as f64 / audience * WIDTH).max(WIDTH_MIN);
    let scale = WIDTH / present().map(raised).sum::<f64>();
    // not `sum`, which makes minus zero of nothing
    let before = present().take_while(|state| *state != wanted).map(raised).fold(0.0, |sum, width| sum + width);
    let width = if totals.of(wanted) > 0 { raised(wanted) * scale } else { 0.0 };
    if audience == 0.0 { (0.0, 0.0) } else { ((before * scale).min(WIDTH), width) }
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, place};
    use domain::{DeliveryState as D, Totals};

    #[test]
    fn the_parts_fill_the_bar_side_by_side() {
        let totals = Totals { waiting: 100_000, sent: 3, failed: 1, ..Totals::default() };
        let mut end = 0.0;
        for state in D::ALL.into_iter().filter(|state| totals.of(*state) > 0) {
            let (x, width) = place(&totals, state);
            assert!((x - end).abs() < 1e-6 && width > 3.0, "{state}: {x} {width} after {end}");
            end = x + width;
        }
        assert!((end - WIDTH).abs() < 1e-6);
    }

    #[test]
    fn nobody_takes_no_place() {
        assert_eq!(place(&Totals::default(), D::Waiting), (0.0, 0.0));
        assert_eq!(place(&Totals { sent: 5, ..Totals::default() }, D::Sent), (0.0, WIDTH));
    }
}
