using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class SmallAndPublicTakers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "public",
                table: "filing_parties",
                type: "boolean",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_filing_patents_counts_as",
                table: "filing_patents",
                column: "counts_as",
                filter: "counts_as is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_filing_patents_counts_as",
                table: "filing_patents");

            migrationBuilder.DropColumn(
                name: "public",
                table: "filing_parties");
        }
    }
}
