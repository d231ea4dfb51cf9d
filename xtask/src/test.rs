//! stub
#[derive(clap::Args)]
pub(crate) struct Test {}
impl Test {
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        Ok(())
    }
}
