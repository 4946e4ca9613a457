[assembly: Xunit.AssemblyFixture(typeof(Marketplace.Testing.PostgresServer))]
[assembly: Xunit.AssemblyFixture(typeof(Marketplace.Testing.Elasticsearch.ElasticsearchServer))]
