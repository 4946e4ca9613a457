namespace Marketplace.Web.Platform.StateMachines;

/// <summary>One step a machine allows, in words that a table keeps. From "": it comes into being.</summary>
public sealed record MachineRow(string Machine, string From, string Cause, string To);

/// <summary>A machine of whatever states, for the documents and for the database.</summary>
public interface IMachine
{
    string Name { get; }

    IEnumerable<MachineRow> Steps { get; }

    string Draw();
}
