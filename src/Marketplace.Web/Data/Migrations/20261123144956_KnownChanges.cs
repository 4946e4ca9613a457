using System;
using Marketplace.Web.Conversions.Counting;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class KnownChanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "known_changes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    conversion_id = table.Column<Guid>(type: "uuid", nullable: false),
                    transaction = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_changes", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_known_changes_transaction",
                table: "known_changes",
                column: "transaction");
            migrationBuilder.Sql(KnownChangeSql.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(KnownChangeSql.Drop);
            migrationBuilder.DropTable(
                name: "known_changes");
        }
    }
}
