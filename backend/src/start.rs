//! Starting: what each command needs is opened in the order in which it can fail without having changed anything.

use crate::association_choice;
use crate::audit::{AuditError, KeyError, Remembered, RememberedError, Signing};
use crate::calculate::CalculateError;
use crate::clock::Clock;
use crate::config::{
    Backup, Demo, Erase, Import, ListErased, Place, Remind, Report, Restore, Retention, RetentionCommand,
    ServiceWorker, Serving,
};
use crate::demonstration::{self, DemoError};
use crate::entropy::{Entropy, NoEntropy};
use crate::erasure::{self, ErasureError};
use crate::folder_lock::{FolderLock, LockError};
use crate::http::{self, App, AppFiles, FilesError, RateLimit, ServeError, Tries};
use crate::import::{self, ImportError, Outcome};
use crate::invite::InviteError;
use crate::openers::Openers;
use crate::origin::{Origin, OriginError};
use crate::projection::Projection;
use crate::providers::{Providers, ProvidersError};
use crate::push::{self, PushKey, PushServices, RemindError, Sending};
use crate::reference::{self, Current, ReferenceError};
use crate::release::Memories;
use crate::relying_party::RelyingParty;
use crate::report::{self, ReportError};
use crate::stop_signal::StopSignal;
use crate::store::{
    self, BackupError, ForgetError, Location, OpenError, OperatorRight, Replace, RestoreError, Store, StoreError,
};
use shared::reference::Reference;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// Why the program cannot do what it was told; each text is one sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    /// The log's filter.
    #[error("--log cannot be read: {0}")]
    Log(String),
    /// No threads.
    #[error("the operating system gives no threads: {0}")]
    NoRuntime(io::Error),
    /// The identity providers.
    #[error(transparent)]
    Providers(#[from] ProvidersError),
    /// The app's files.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// The origin.
    #[error(transparent)]
    Origin(#[from] OriginError),
    /// The listening, or the serving.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// The folder.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// The store.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// An earlier demonstration.
    #[error(transparent)]
    Forget(#[from] ForgetError),
    /// A built-in file.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// The randomness.
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
    /// The keys.
    #[error(transparent)]
    Keys(#[from] StoreError),
    /// The newest key is none.
    #[error("the key that phones seal to cannot be read; restore the newest backup")]
    NoSealingKey,
    /// The demonstration.
    #[error(transparent)]
    Demo(#[from] DemoError),
    /// Nothing to back up.
    #[error("there is no store in {0}; name its place with --data or --database")]
    NoStore(Location),
    /// The backup.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The restore.
    #[error(transparent)]
    Restore(#[from] RestoreError),
    /// The erasure.
    #[error(transparent)]
    Erasure(#[from] ErasureError),
    /// The import.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The report.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The invitation.
    #[error(transparent)]
    Invite(#[from] InviteError),
    /// The reminders.
    #[error(transparent)]
    Remind(#[from] RemindError),
    /// The audit log's key.
    #[error(transparent)]
    AuditKey(#[from] KeyError),
    /// What is remembered of the audit log.
    #[error(transparent)]
    Remembered(#[from] RememberedError),
    /// A look at the audit log.
    #[error(transparent)]
    Audit(#[from] AuditError),
    /// The calculation.
    #[error(transparent)]
    Calculate(#[from] CalculateError),
}

/// `stegvis serve`.
pub(crate) async fn serve(serving: &Serving) -> Result<(), StartError> {
    let ready = Ready::of(serving).await?;
    let store = Store::open(&serving.place.location(), Entropy.epoch(Clock)?).await?;
    println!("listening at {}", ready.origin);
    ready.serve(store).await
}

/// `stegvis demo`.
pub(crate) async fn demonstrate(demo: &Demo) -> Result<(), StartError> {
    let location = demo.serving.place.location();
    let ready = Ready::of(&demo.serving).await?;
    demonstration::refuse_a_real_store(&location).await?;
    if demo.fresh {
        store::forget_demonstration(&location).await?;
    }
    let store = Store::open(&location, Entropy.epoch(Clock)?).await?;
    let prepared = async {
        demonstration::prepare(&store, &location, &ready.reference, Clock).await?;
        demonstration::print_links(&store, &ready.origin, Clock).await
    };
    if let Err(error) = prepared.await {
        store.close().await;
        return Err(error.into());
    }
    ready.serve(store).await
}

/// `stegvis import`.
pub(crate) async fn import(import: &Import) -> Result<Outcome, StartError> {
    let store = Store::open(&import.place.location(), Entropy.epoch(Clock)?).await?;
    let outcome = async {
        let right = OperatorRight::at_the_machine();
        // A file that names several associations is judged by what ships with the program.
        let chosen = association_choice::choose(&store, right, import.association.as_deref()).await;
        let reference = match chosen {
            Ok(association) => reference::of(&store, association).await?,
            Err(_) => reference::brought(&store).await?,
        };
        let reference = Arc::new(reference);
        Ok(import::run(import, &store, reference, Clock).await?)
    };
    let outcome: Result<Outcome, StartError> = outcome.await;
    store.close().await;
    outcome
}

/// `stegvis report`.
pub(crate) async fn report(asked: &Report) -> Result<(), StartError> {
    let period = report::period_of(asked)?;
    let location = asked.place.location();
    report::need_store(&location).await?;
    // What leaves the member is kept, and every report is noted.
    let store = Store::open(&location, Entropy.epoch(Clock)?).await?;
    let reported = async {
        let right = OperatorRight::at_the_machine();
        let association =
            association_choice::choose(&store, right, Some(&asked.association)).await.map_err(ReportError::from)?;
        let reference = reference::of(&store, association).await?;
        Ok(report::run(asked, period, &store, &reference, Clock).await?)
    };
    let reported: Result<(), StartError> = reported.await;
    store.close().await;
    reported
}

/// `stegvis backup`.
pub(crate) async fn back_up(backup: &Backup) -> Result<(), StartError> {
    let store = opened_again(&backup.place).await?;
    let saved = store.back_up(OperatorRight::at_the_machine(), &backup.to, Clock.now()).await;
    store.close().await;
    println!("saved {} rows in {}", saved?.rows, backup.to.display());
    Ok(())
}

/// `stegvis erase`.
pub(crate) async fn erase(asked: &Erase) -> Result<(), StartError> {
    let store = opened_again(&asked.place).await?;
    let erased = erasure::erase(asked, &store, Clock).await;
    store.close().await;
    Ok(erased?)
}

/// `stegvis erased`.
pub(crate) async fn list_erased(asked: &ListErased) -> Result<(), StartError> {
    let store = opened_again(&asked.place).await?;
    let listed = erasure::list(&store).await;
    store.close().await;
    Ok(listed?)
}

/// `stegvis retention`.
pub(crate) async fn retention(asked: &Retention) -> Result<(), StartError> {
    let (RetentionCommand::Show { place } | RetentionCommand::Set { place, .. } | RetentionCommand::Run { place, .. }) =
        &asked.what;
    let store = opened_again(place).await?;
    let done = erasure::retention(&asked.what, &store, Clock).await;
    store.close().await;
    Ok(done?)
}

/// `stegvis remind`.
pub(crate) async fn remind(asked: &Remind) -> Result<(), StartError> {
    let store = opened_again(&asked.place).await?;
    let reminded = push::remind(asked, &store, Clock).await;
    store.close().await;
    Ok(reminded?)
}

/// A store that must be there.
async fn opened_again(place: &Place) -> Result<Store, StartError> {
    let location = place.location();
    if !store::exists(&location).await? {
        return Err(StartError::NoStore(location));
    }
    Ok(Store::open(&location, Entropy.epoch(Clock)?).await?)
}

/// `stegvis restore`.
pub(crate) async fn restore(restore: &Restore) -> Result<(), StartError> {
    let location = restore.place.location();
    let lock = FolderLock::of(&location)?;
    let replace = if restore.replace { Replace::Everything } else { Replace::Nothing };
    let right = OperatorRight::at_the_machine();
    let now = Clock.now();
    let restored = store::restore(right, &restore.from, &location, replace, Entropy.epoch(Clock)?, now).await?;
    // How far the log went that is gone now is kept, to be compared by hand.
    if let Some(aside) = Remembered::beside(&restore.key.path(&restore.place)).put_aside(now.0)? {
        println!("how far the audit log went before is kept in {}", aside.display());
    }
    drop(lock);
    let made_on = restored.made_at.date();
    println!("restored {} rows as of {made_on}; devices will send again what came later", restored.rows);
    Ok(())
}

/// Everything that serving needs beside the store, none of which changes anything.
struct Ready {
    files: AppFiles,
    reference: Arc<Reference>,
    providers: Providers,
    listener: TcpListener,
    origin: Origin,
    signal: StopSignal,
    address_header: Option<String>,
    audit_key: PathBuf,
    rate_limit: RateLimit,
    push_services: PushServices,
    /// Held until serving is over.
    lock: Option<FolderLock>,
}

impl Ready {
    async fn of(serving: &Serving) -> Result<Self, StartError> {
        let signal = StopSignal::listen().map_err(ServeError::Stopped)?;
        let files = AppFiles::load(serving.app.as_deref())?.with_recordings(serving.recordings.as_deref())?;
        let files = match serving.service_worker {
            ServiceWorker::On => files,
            ServiceWorker::Off => files.removing_workers(),
        };
        let reference = Arc::new(reference::built_in()?);
        let providers = Providers::read(&serving.identity_providers)?;
        let listener = http::bind(serving.listen).await?;
        let origin = origin(serving, &listener)?;
        let lock = FolderLock::of(&serving.place.location())?;
        let audit_key = serving.audit_key.path(&serving.place);
        let rate_limit = RateLimit::of(serving.requests_a_minute);
        let address_header = serving.address_header.clone();
        let push_services = serving.push_services;
        Ok(Self {
            files,
            reference,
            providers,
            listener,
            origin,
            signal,
            address_header,
            audit_key,
            rate_limit,
            push_services,
            lock,
        })
    }

    async fn serve(self, store: Store) -> Result<(), StartError> {
        let Self { files, providers, listener, origin, signal, address_header, audit_key, rate_limit, lock, .. } = self;
        let reminders = sending(&store, self.push_services, &origin).await?;
        let audit = Signing::with_key(&audit_key, Entropy)?;
        let reference = Current::read(&store).await?;
        let projection = Projection::default();
        let keys = store.opening_keys(Entropy.opening_key(Clock)?, Clock.now()).await?;
        let openers = Arc::new(Openers::new(keys).ok_or(StartError::NoSealingKey)?);
        let relying_party = RelyingParty::of(&origin);
        let app = App {
            store,
            projection,
            memories: Memories::default(),
            openers,
            reference,
            clock: Clock,
            entropy: Entropy,
            origin,
            relying_party,
            providers,
            files,
            tries: Tries::default(),
            address_header,
            audit,
            reminders,
            files_at_work: Arc::new(Semaphore::new(http::FILES_AT_ONCE)),
            rate_limit,
        };
        let served = http::serve(listener, app, signal).await;
        drop(lock);
        Ok(served?)
    }
}

/// What reminds people, in the name of the installation.
async fn sending(store: &Store, services: PushServices, origin: &Origin) -> Result<Sending, StartError> {
    let key = PushKey::fresh(Entropy).map_err(RemindError::Key)?;
    let key = store.push_key(key, Clock.now()).await?;
    let key = PushKey::stored(&key, Entropy).map_err(RemindError::Key)?;
    Ok(Sending::new(key, services, origin.to_string()).map_err(RemindError::Certificates)?)
}

/// What was configured, else what follows from where the server listens, with the port that it was given.
fn origin(serving: &Serving, listener: &TcpListener) -> Result<Origin, StartError> {
    match &serving.origin {
        Some(origin) => Ok(origin.clone()),
        None => {
            let listening: SocketAddr = listener.local_addr().map_err(ServeError::Stopped)?;
            Ok(Origin::of(listening)?)
        }
    }
}
