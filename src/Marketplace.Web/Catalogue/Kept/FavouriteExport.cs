using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Catalogue.Kept;

internal static class FavouriteExport
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet($"/favourites/export.{{{SheetFile.Formats}}}", async (string format, Favourites favourites, FacetWords words, CancellationToken ct) =>
        {
            IReadOnlyList<SheetField<FavouriteRow>> fields =
            [
                new(KeptTexts.Number, r => r.Number) { Width = 20 },
                new(KeptTexts.Patent, r => r.Patent?.Title ?? KeptTexts.Gone) { Width = 48 },
                new(KeptTexts.Holder, r => string.Join('；', r.Holders)) { Width = 32 },
                new(KeptTexts.State, r => r.Patent is { } patent ? words.ValueOf("status", FacetWords.Camel(patent.State.ToString())) : null),
                new(KeptTexts.LastDay, r => r.Patent?.LastDay) { Form = SheetForm.Date },
                new(KeptTexts.Note, r => r.Favourite.Note) { Width = 48 },
                new(KeptTexts.KeptOn, r => Dates.Day(r.Favourite.AddedAt)) { Form = SheetForm.Date },
            ];
            return SheetFile.Of(KeptTexts.Favourites, format, fields, await favourites.ListAsync(null, Favourite.Most, ct));
        }).For(Act.UseAccount).ExcludeFromDescription();
}
