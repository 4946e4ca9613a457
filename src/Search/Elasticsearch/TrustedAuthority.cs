using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Marketplace.Search.Elasticsearch;

/// <summary>Trusts what one authority signed and nothing else. Elasticsearch makes such an authority of its own at its first start.</summary>
internal sealed class TrustedAuthority(X509Certificate2Collection roots)
{
    public static TrustedAuthority Load(string file)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(file);
        return roots.Count > 0 ? new(roots) : throw new ArgumentException($"'{file}' holds no certificate.", nameof(file));
    }

    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        // A wrong name or no certificate at all is wrong whoever signed.
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        // An authority of one's own publishes no list of what it revoked.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (presented is not null) chain.ChainPolicy.ExtraStore.AddRange(presented.ChainElements.Select(element => element.Certificate).ToArray());
        using var presentedLeaf = new X509Certificate2(certificate);
        return chain.Build(presentedLeaf);
    }
}
