//! Double-entry bookkeeping of a month, and its two readings: who gains, and what society gains.
//! The readings are types of their own without a common sum: they count the same money, seen from two sides.

use super::account::{Account, Actor};
use serde::{Deserialize, Serialize};

/// Receipts minus payments of every account, in kronor. Made of flows only, so that it always sums to zero.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Ledger {
    /// In the order of [`Account::ALL`].
    balances: [f64; Account::ALL.len()],
}

impl Ledger {
    /// Books a flow of `kronor` from a payer to a receiver.
    pub fn book(&mut self, from: Account, to: Account, kronor: f64) {
        self.balances[from as usize] -= kronor;
        self.balances[to as usize] += kronor;
    }

    /// Books every flow of `other`, `times` over; a negative number books them backwards.
    pub fn add(&mut self, other: &Self, times: f64) {
        for (mine, theirs) in self.balances.iter_mut().zip(other.balances) {
            *mine += times * theirs;
        }
    }

    /// What an account received minus what it paid, in kronor.
    pub const fn balance(&self, account: Account) -> f64 {
        self.balances[account as usize]
    }

    /// The fiscal reading: what each actor received minus what it paid.
    pub const fn fiscal(&self) -> Fiscal {
        Fiscal {
            person: self.balance(Actor::Person.account()),
            municipality: self.balance(Actor::Municipality.account()),
            region: self.balance(Actor::Region.account()),
            forsakringskassan: self.balance(Actor::Forsakringskassan.account()),
            arbetsformedlingen: self.balance(Actor::Arbetsformedlingen.account()),
            state: self.balance(Actor::State.account()),
        }
    }

    /// The reading of society: what leaves `production` minus what enters `resources`, both net. A wage subsidy is
    /// paid into `production` and lessens what leaves it; what comes back from `resources` lessens what entered.
    pub fn society(&self) -> Society {
        Society(0.0 - self.balance(Account::Production) - self.balance(Account::Resources))
    }
}

/// Receipts minus payments of each actor, in kronor. Never to be added to [`Society`], which it sums to.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct Fiscal {
    /// The person taking part.
    pub person: f64,
    /// The municipality.
    pub municipality: f64,
    /// The region.
    pub region: f64,
    /// Försäkringskassan.
    pub forsakringskassan: f64,
    /// Arbetsförmedlingen.
    pub arbetsformedlingen: f64,
    /// The rest of the state.
    pub state: f64,
}

impl Fiscal {
    /// The part of one actor.
    pub const fn of(&self, actor: Actor) -> f64 {
        match actor {
            Actor::Person => self.person,
            Actor::Municipality => self.municipality,
            Actor::Region => self.region,
            Actor::Forsakringskassan => self.forsakringskassan,
            Actor::Arbetsformedlingen => self.arbetsformedlingen,
            Actor::State => self.state,
        }
    }

    /// The sum over the actors. Transfers cancel in it: it equals the [`Society`] of the same ledger.
    pub fn sum(&self) -> f64 {
        Actor::ALL.into_iter().map(|actor| self.of(actor)).sum()
    }

    /// Both, actor by actor.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            person: self.person + other.person,
            municipality: self.municipality + other.municipality,
            region: self.region + other.region,
            forsakringskassan: self.forsakringskassan + other.forsakringskassan,
            arbetsformedlingen: self.arbetsformedlingen + other.arbetsformedlingen,
            state: self.state + other.state,
        }
    }

    /// The same, `factor` times over.
    pub fn times(self, factor: f64) -> Self {
        Self {
            person: self.person * factor,
            municipality: self.municipality * factor,
            region: self.region * factor,
            forsakringskassan: self.forsakringskassan * factor,
            arbetsformedlingen: self.arbetsformedlingen * factor,
            state: self.state * factor,
        }
    }
}

/// What society gains, in kronor: what is produced more, minus what is used up more. Never to be added to [`Fiscal`].
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Society(pub f64);

impl Society {
    /// The amount in kronor.
    pub const fn kronor(self) -> f64 {
        self.0
    }

    /// The same, `factor` times over.
    pub fn times(self, factor: f64) -> Self {
        Self(self.0 * factor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transfer_moves_money_between_actors_and_society_gains_nothing() {
        let mut ledger = Ledger::default();
        ledger.book(Account::Municipality, Account::Person, 8_500.0);
        assert_eq!(ledger.fiscal().municipality, -8_500.0);
        assert_eq!(ledger.fiscal().person, 8_500.0);
        assert_eq!(ledger.society().kronor(), 0.0);
    }

    #[test]
    fn a_wage_subsidy_lessens_what_society_gains_from_the_work() {
        let mut ledger = Ledger::default();
        ledger.book(Account::Production, Account::Person, 24_000.0);
        ledger.book(Account::Arbetsformedlingen, Account::Production, 14_000.0);
        assert_eq!(ledger.society(), Society(10_000.0));
        assert_eq!(ledger.fiscal().sum(), 10_000.0);
    }

    #[test]
    fn what_services_use_up_is_a_loss_and_what_comes_back_lessens_it() {
        let mut ledger = Ledger::default();
        ledger.book(Account::Region, Account::Resources, 1_200.0);
        ledger.book(Account::Resources, Account::Region, 200.0);
        assert_eq!(ledger.society(), Society(-1_000.0));
        assert_eq!(ledger.fiscal().region, -1_000.0);
    }
}
