namespace Marketplace.Web.Licensing.Cases;

/// <summary>Any case, of whatever machine.</summary>
public interface ICase
{
    Guid Id { get; }
}

/// <summary>A thing of the law that goes through a machine. Its state is what the last of its steps led to; <c>CaseSql</c> sees to it that it is nothing else.</summary>
public abstract class Case<TState> : ICase where TState : struct, Enum
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Null only until its first step.</summary>
    public TState? State { get; set; }

    /// <summary>Where a way back leads.</summary>
    public TState? Before { get; set; }

    /// <summary>The day from which the state counts.</summary>
    public DateOnly Since { get; set; }

    /// <summary>How many steps it has taken; two people who take one from the same place cannot both.</summary>
    public int Steps { get; set; }
}
