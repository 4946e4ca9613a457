[assembly: Xunit.AssemblyFixture(typeof(Marketplace.Testing.PostgresServer))]
