namespace Marketplace.Web.Licensing.Signing.Orders;

/// <summary>What a provider is told of a signature that is wanted. The document stays here: its hash is signed.</summary>
/// <param name="Id">Ours; to the provider it is the idempotency key.</param>
/// <param name="Title">Of the document, as the signer reads it.</param>
/// <param name="Sha256">Of the document.</param>
/// <param name="Signer">Whose name.</param>
/// <param name="Party">For whom.</param>
/// <param name="PartyCode">Its unified social credit code.</param>
/// <param name="ReturnTo">Where the signer comes back to.</param>
public sealed record SignatureToGive(Guid Id, string Title, string Sha256, string Signer, string Party, string PartyCode, string ReturnTo);

public enum SignatureWord
{
    /// <summary>No answer, or none that can be read: nothing is known.</summary>
    Silent,

    /// <summary>The provider has no such order.</summary>
    Unknown,
    Pending,
    Given,

    /// <summary>The signer declined.</summary>
    Refused,

    /// <summary>The provider will not, or cannot.</summary>
    Failed,

    /// <summary>Nobody signed in time.</summary>
    Closed,
}

/// <summary>What a provider says about an order.</summary>
/// <param name="Id">Ours.</param>
/// <param name="Word">Where it stands.</param>
/// <param name="SignAt">Where the signer is sent.</param>
/// <param name="Certificate">The provider's number of the signature.</param>
/// <param name="Sha256">Of what was signed.</param>
/// <param name="SignedAt">When.</param>
/// <param name="Reason">The provider's code of what is wrong.</param>
public sealed record SignatureReport(Guid Id, SignatureWord Word, string? SignAt = null, string? Certificate = null, string? Sha256 = null, DateTimeOffset? SignedAt = null, string? Reason = null);

/// <summary>What a provider called us to say; without a report nothing could be read.</summary>
public sealed record SignatureCall(SignatureReport? Report);

/// <summary>A provider of electronic signatures (电子签署). It is asked outside of transactions, answers nothing by exceptions, and may be asked anything twice.</summary>
public interface ISignatureProvider
{
    /// <summary>Part of the address it calls.</summary>
    string Name { get; }

    /// <summary>What people know it by.</summary>
    string Title { get; }

    Task<SignatureReport> StartAsync(SignatureToGive order, CancellationToken ct);

    Task<SignatureReport> AskAsync(Guid order, CancellationToken ct);

    /// <summary>Null where the signature of the call is not the provider's.</summary>
    SignatureCall? Read(IHeaderDictionary headers, byte[] body);
}
