using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Marketplace.Search.Elasticsearch;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Elasticsearch;

/// <summary>https with an authority of one's own, as Elasticsearch sets it up at its first start.</summary>
public sealed class TrustTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketplace-").FullName;

    [Theory]
    [InlineData("ours", true, true)]
    [InlineData("another", true, false)]
    [InlineData("none", true, false)]
    [InlineData("ours", false, false)]
    public async Task Only_what_the_named_authority_signed_for_this_host_is_trusted(string authority, bool rightName, bool trusted)
    {
        using var ours = Authority("CN=ours");
        using var another = Authority("CN=another");
        using var certificate = Signed(ours, rightName);
        await using var server = await FakeServer.StartAsync((_, _) => (200, """{"version":{"number":"8.1.0"}}"""), certificate);
        var options = new ElasticsearchOptions { Addresses = [new Uri(server.Address.ToString().Replace("http:", "https:", StringComparison.Ordinal))], SearchTimeout = TimeSpan.FromSeconds(30) };
        if (authority != "none")
        {
            options.CaFile = Path.Combine(_folder, "ca.pem");
            await File.WriteAllTextAsync(options.CaFile, (authority == "ours" ? ours : another).ExportCertificatePem(), TestContext.Current.CancellationToken);
        }
        using var client = new ElasticsearchClient(options, TimeProvider.System);

        var call = client.CheckVersionAsync(TestContext.Current.CancellationToken);

        if (trusted) await call;
        else (await Should.ThrowAsync<EngineAwayException>(() => call)).Code.ShouldBe("elasticsearch_away");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
    }

    private static X509Certificate2 Signed(X509Certificate2 authority, bool rightName)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (rightName) names.AddIpAddress(IPAddress.Loopback);
        else names.AddDnsName("elsewhere.example");
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddDays(1), [1, 2, 3]);
        using var complete = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(complete.Export(X509ContentType.Pfx), null);
    }
}
