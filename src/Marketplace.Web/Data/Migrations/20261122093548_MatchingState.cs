using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class MatchingState : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "match_state",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    weights_version = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    industry_table = table.Column<long>(type: "bigint", nullable: false),
                    scored_on = table.Column<DateOnly>(type: "date", nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    needs = table.Column<int>(type: "integer", nullable: false),
                    done = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_match_state", x => x.id);
                    table.CheckConstraint("ck_match_state_only", "id = 1");
                });

            migrationBuilder.CreateTable(
                name: "offer_vectors",
                columns: table => new
                {
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    text_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    numbers = table.Column<byte[]>(type: "bytea", nullable: false),
                    scale = table.Column<float>(type: "real", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offer_vectors", x => x.application_no);
                    table.ForeignKey(
                        name: "fk_offer_vectors_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "match_state");

            migrationBuilder.DropTable(
                name: "offer_vectors");
        }
    }
}
