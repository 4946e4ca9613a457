using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class HoldersFollowOrganisations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_patent_holders_uscc",
                table: "patent_holders",
                column: "uscc");

            migrationBuilder.Sql(OrganisationChanges.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(OrganisationChanges.Drop);

            migrationBuilder.DropIndex(
                name: "ix_patent_holders_uscc",
                table: "patent_holders");
        }
    }
}
