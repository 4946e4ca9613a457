using Marketplace.Web.Licensing.Signing.Orders;
using Marketplace.Web.Organisations;

namespace Marketplace.Web.Licensing.Signing;

/// <summary>States and steps of signings in the reader's language.</summary>
public static class SigningWords
{
    public static string Name(SigningState state) => Text("Signing" + state);

    public static string Name(SigningCause cause) => Text("Do" + cause);

    public static string Name(SignatureState state) => Text("Signature" + state);

    public static string Name(SignatureCause cause) => Text("Did" + cause);

    public static string Name(SignatureOrderState state) => Text("Order" + state);

    public static string Name(SignerAuthority authority) => Text(authority.ToString());

    public static string Name(SignatureWay way) => Text("Way" + way);

    public static string Look(SigningState state) => state switch { SigningState.Complete => "ok", SigningState.Begun or SigningState.Partly => "soon", _ => "stopped" };

    public static string Look(SignatureState state) => state switch { SignatureState.Valid => "ok", SignatureState.Awaited or SignatureState.Shown => "soon", _ => "stopped" };

    /// <summary>What the provider's code of a failure means; the code goes with it, for the telephone.</summary>
    public static string Fault(string? code) => code switch
    {
        "OTHER_DOCUMENT" => SigningTexts.FaultOtherDocument,
        "PARTY_UNKNOWN" => SigningTexts.FaultParty,
        "SIGNER_DECLINED" => SigningTexts.FaultDeclined,
        _ => SigningTexts.FaultOther.Fill(code ?? "-"),
    };

    /// <summary>A state of the sandbox's own order.</summary>
    public static string AtProvider(string state) => Text("Order" + char.ToUpperInvariant(state[0]) + state[1..]);

    private static string Text(string name) => SigningTexts.ResourceManager.GetString(name, SigningTexts.Culture)!;
}
