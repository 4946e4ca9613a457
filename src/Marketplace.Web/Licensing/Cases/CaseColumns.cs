using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Cases;

internal static class CaseColumns
{
    /// <summary>Columns every table of cases has.</summary>
    public static void IsCase<T, TState>(this EntityTypeBuilder<T> builder, Expression<Func<T, TState?>> state, Expression<Func<T, TState?>> before) where T : Case<TState> where TState : struct, Enum
    {
        builder.Property(state).HasConversion<string>().HasMaxLength(30).IsRequired();
        builder.Property(before).HasConversion<string>().HasMaxLength(30);
        // Whoever read an earlier state writes over nothing.
        builder.Property(one => one.Steps).IsConcurrencyToken();
    }
}
