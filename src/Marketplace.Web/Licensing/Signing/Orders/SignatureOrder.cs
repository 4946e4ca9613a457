using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Signing.Orders;

public enum SignatureOrderState
{
    /// <summary>已发起: the provider may not know of it yet.</summary>
    Started,

    /// <summary>待签署</summary>
    Pending,

    /// <summary>已签署</summary>
    Given,

    /// <summary>签署人拒绝: this attempt; the party says here whether it refuses to sign at all.</summary>
    Refused,

    /// <summary>未能签署: the provider would not take it, or its word was about another document.</summary>
    Failed,

    /// <summary>已过期: nobody signed in time.</summary>
    Closed,
}

public enum SignatureOrderCause
{
    Start,
    Offer,
    Sign,
    Refuse,
    Fail,
    Close,
}

/// <summary>One attempt to sign by a provider. Only the provider's word moves it; a signature it reports late was given all the same.</summary>
public static class SignatureOrderMachine
{
    private static readonly SignatureOrderState[] s_live = [SignatureOrderState.Started, SignatureOrderState.Pending];

    public static readonly StateMachine<SignatureOrderState, SignatureOrderCause> Machine = new("signature-order",
    [
        new(null, SignatureOrderCause.Start, SignatureOrderState.Started) { By = Act.DisposePatents, Move = Side.Either, Law = "Electronic Signature Law Art. 14" },
        Told(SignatureOrderState.Started, SignatureOrderCause.Offer, SignatureOrderState.Pending, "own: the provider took it"),
        .. s_live.Select(from => Told(from, SignatureOrderCause.Sign, SignatureOrderState.Given, "own: the provider's certificate names signer, document and time") with { Effects = ["signature"] }),
        .. s_live.Select(from => Told(from, SignatureOrderCause.Refuse, SignatureOrderState.Refused, "own: the signer declined at the provider")),
        .. s_live.Select(from => Told(from, SignatureOrderCause.Fail, SignatureOrderState.Failed, "own: the provider could not, or signed another document")),
        .. s_live.Select(from => Told(from, SignatureOrderCause.Close, SignatureOrderState.Closed, "own: not signed within the order's life")),
        Told(SignatureOrderState.Closed, SignatureOrderCause.Sign, SignatureOrderState.Given, "own: the word came late, the signature was given") with { Effects = ["signature"] },
    ]);

    public static bool IsLive(this SignatureOrderState state) => state is SignatureOrderState.Started or SignatureOrderState.Pending;

    private static Transition<SignatureOrderState, SignatureOrderCause> Told(SignatureOrderState from, SignatureOrderCause cause, SignatureOrderState to, string law) => new(from, cause, to) { Move = Side.Platform, Law = law };
}

/// <summary>An order at a provider of electronic signatures. Its id is the form's own number and the provider's idempotency key.</summary>
public sealed class SignatureOrder : Case<SignatureOrderState>
{
    public required Guid SigningId { get; init; }
    public required Guid SignatureId { get; init; }
    public required string Provider { get; init; }
    public required string Signer { get; init; }
    public required SignerAuthority Authority { get; init; }
    public Guid? PowerId { get; init; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; init; }
    public string? SignAt { get; set; }

    /// <summary>The provider's number of the signature.</summary>
    public string? Certificate { get; set; }

    /// <summary>The provider's code of what went wrong.</summary>
    public string? Fault { get; set; }

    /// <summary>When the provider is asked next, and how often it was.</summary>
    public required DateTimeOffset AskAt { get; set; }
    public int Asked { get; set; }
}

internal sealed class SignatureOrderTable : IEntityTypeConfiguration<SignatureOrder>
{
    public void Configure(EntityTypeBuilder<SignatureOrder> builder)
    {
        builder.ToTable("signature_orders");
        builder.IsCase(o => o.State, o => o.Before);
        builder.Property(o => o.Provider).HasMaxLength(20);
        builder.Property(o => o.Signer).HasMaxLength(SignatureTable.SignerMax);
        builder.Property(o => o.Authority).HasConversion<string>().HasMaxLength(20);
        builder.Property(o => o.SignAt).HasMaxLength(1000);
        builder.Property(o => o.Certificate).HasMaxLength(SignatureTable.CertificateMax).UseCollation("C");
        builder.Property(o => o.Fault).HasMaxLength(60);
        builder.HasIndex(o => o.PersonId);
        // Two tabs of one signer are one order.
        builder.HasIndex(o => o.SignatureId).IsUnique().HasFilter("state in ('Started', 'Pending')").HasDatabaseName("ix_signature_orders_live");
        builder.HasIndex(o => new { o.SigningId, o.Id });
        builder.HasIndex(o => new { o.Provider, o.Certificate }).IsUnique().HasDatabaseName("ix_signature_orders_certificate");
        builder.HasIndex(o => o.AskAt).HasFilter("state in ('Started', 'Pending')").HasDatabaseName("ix_signature_orders_asked");
        builder.HasOne<SigningCase>().WithMany().HasForeignKey(o => o.SigningId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Signature>().WithMany().HasForeignKey(o => o.SignatureId).OnDelete(DeleteBehavior.Restrict);
    }
}
