namespace Marketplace.Web.Licensing.Income;

/// <summary>States, steps and kinds of sharings in the reader's language.</summary>
public static class IncomeWords
{
    public static string Name(SharingState state) => Text("State" + state);

    public static string Name(SharingCause cause) => Text("Do" + cause);

    public static string Name(ShareKind kind) => Text("Share" + kind);

    public static string Name(CostKind kind) => Text("Cost" + kind);

    public static string Name(ShareBasis basis) => Text("Basis" + basis);

    public static string Name(Contracts.ContractState state) => Text("Contract" + state);

    public static string Name(Contracts.ContractCause cause) => Text("Contract" + cause);

    public static string Name(Year.YearFigure figure) => Text("Year" + figure);

    public static string Look(SharingState state) => state switch
    {
        SharingState.Paid => "ok",
        SharingState.Objected => "overdue",
        SharingState.Dropped => "stopped",
        _ => "soon",
    };

    public static string Look(Contracts.ContractState state) => state switch
    {
        Contracts.ContractState.Registered => "ok",
        Contracts.ContractState.Returned => "overdue",
        Contracts.ContractState.Cancelled => "stopped",
        _ => "soon",
    };

    private static string Text(string name) => IncomeTexts.ResourceManager.GetString(name, IncomeTexts.Culture)!;
}
