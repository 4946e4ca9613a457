using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class IndustryTables : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "filled",
                table: "index_followers",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "industry_table",
                table: "index_followers",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "industry_editions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    state = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    file = table.Column<byte[]>(type: "bytea", nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    rows = table.Column<int>(type: "integer", nullable: false),
                    headings = table.Column<int>(type: "integer", nullable: false),
                    rejected = table.Column<int>(type: "integer", nullable: false),
                    pairs = table.Column<int>(type: "integer", nullable: false),
                    symbols = table.Column<int>(type: "integer", nullable: false),
                    industries = table.Column<int>(type: "integer", nullable: false),
                    names_differ = table.Column<int>(type: "integer", nullable: false),
                    faults = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_industry_editions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "concordance",
                columns: table => new
                {
                    edition_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ipc_prefix = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    industry = table.Column<string>(type: "character varying(4)", maxLength: 4, nullable: false, collation: "C"),
                    weight = table.Column<double>(type: "double precision", nullable: true),
                    partial = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_concordance", x => new { x.edition_id, x.ipc_prefix, x.industry });
                    table.ForeignKey(
                        name: "fk_concordance_industry_editions_edition_id",
                        column: x => x.edition_id,
                        principalTable: "industry_editions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "industry_table_uses",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    edition_id = table.Column<Guid>(type: "uuid", nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_industry_table_uses", x => x.number);
                    table.ForeignKey(
                        name: "fk_industry_table_uses_industry_editions_edition_id",
                        column: x => x.edition_id,
                        principalTable: "industry_editions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_industry_table_uses_edition_id",
                table: "industry_table_uses",
                column: "edition_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "concordance");

            migrationBuilder.DropTable(
                name: "industry_table_uses");

            migrationBuilder.DropTable(
                name: "industry_editions");

            migrationBuilder.DropColumn(
                name: "filled",
                table: "index_followers");

            migrationBuilder.DropColumn(
                name: "industry_table",
                table: "index_followers");
        }
    }
}
