namespace Marketplace.Web.Licensing.Declarations;

/// <summary>States, steps and price ways of declarations in the reader's language.</summary>
public static class DeclarationWords
{
    public static string Name(DeclarationState state) => Text("State" + state)!;

    public static string Name(DeclarationCause cause) => Text("Do" + cause)!;

    /// <summary>What taking the step means; null where its name says all.</summary>
    public static string? Hint(DeclarationCause cause) => Text("Hint" + cause);

    public static string Name(PriceWay way) => Text("Price" + way)!;

    public static string Name(ConsentState state) => Text("Consent" + state)!;

    public static string Name(ObjectionState state) => Text("Objection" + state)!;

    /// <summary>What a guard asks about, in a few words.</summary>
    public static string Guard(string code) => Text("Guard" + code) ?? code;

    public static string Look(DeclarationState state) => state switch
    {
        DeclarationState.Announced => "ok",
        DeclarationState.Hold or DeclarationState.Defect or DeclarationState.Transferred or DeclarationState.Refused => "overdue",
        DeclarationState.Withdrawn or DeclarationState.Expired or DeclarationState.Terminated or DeclarationState.Discarded => "stopped",
        _ => "soon",
    };

    public static string Look(ConsentState state) => state switch { ConsentState.Agreed => "ok", ConsentState.Refused => "overdue", _ => "soon" };

    private static string? Text(string name) => DeclareTexts.ResourceManager.GetString(name, DeclareTexts.Culture);
}
