namespace Marketplace.Web.Licensing.Payments;

/// <summary>Money that came, whatever it may buy.</summary>
/// <param name="Amount">In yuan.</param>
/// <param name="On">The day it moved.</param>
/// <param name="Payer">As bank or provider name it.</param>
/// <param name="Reference">Of bank or provider: it counts once.</param>
/// <param name="Source">Whose word it is.</param>
public sealed record Incoming(decimal Amount, DateOnly On, string Payer, string Reference, PaymentSource Source)
{
    public Guid? Once { get; init; }
    public Guid? VoucherId { get; init; }
    public Guid? OrderId { get; init; }

    /// <summary>The fee it is for; null: what the notice asks for.</summary>
    public Guid? ObligationId { get; init; }

    /// <summary>Why somebody else than the licensee paid.</summary>
    public string? OnBehalf { get; init; }

    /// <summary>The holder's statement it stands in.</summary>
    public Guid? StatementId { get; init; }
}
