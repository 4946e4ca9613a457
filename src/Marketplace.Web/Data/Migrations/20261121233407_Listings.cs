using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class Listings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "stale_since",
                table: "listings",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "report_no",
                table: "listing_patents",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "listing_batches",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    language = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    order = table.Column<string>(type: "jsonb", nullable: false),
                    file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    file = table.Column<byte[]>(type: "bytea", nullable: true),
                    fault = table.Column<string>(type: "text", nullable: true),
                    total = table.Column<int>(type: "integer", nullable: false),
                    progress = table.Column<int>(type: "integer", nullable: false),
                    done = table.Column<int>(type: "integer", nullable: false),
                    refused = table.Column<int>(type: "integer", nullable: false),
                    unchanged = table.Column<int>(type: "integer", nullable: false),
                    undone = table.Column<int>(type: "integer", nullable: false),
                    kept = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_listing_batches", x => x.id);
                    table.ForeignKey(
                        name: "fk_listing_batches_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "listing_consents",
                columns: table => new
                {
                    listing_id = table.Column<Guid>(type: "uuid", nullable: false),
                    folded_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    reference = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_listing_consents", x => new { x.listing_id, x.folded_name });
                    table.ForeignKey(
                        name: "fk_listing_consents_listings_listing_id",
                        column: x => x.listing_id,
                        principalTable: "listings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "listing_batch_items",
                columns: table => new
                {
                    batch_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    listing_id = table.Column<Guid>(type: "uuid", nullable: true),
                    label = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    outcome = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    faults = table.Column<string>(type: "jsonb", nullable: false),
                    wanted = table.Column<string>(type: "text", nullable: true),
                    before = table.Column<string>(type: "text", nullable: true),
                    after = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_listing_batch_items", x => new { x.batch_id, x.number });
                    table.ForeignKey(
                        name: "fk_listing_batch_items_listing_batches_batch_id",
                        column: x => x.batch_id,
                        principalTable: "listing_batches",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_listings_announcement_no",
                table: "listings",
                column: "announcement_no",
                filter: "announcement_no is not null");

            migrationBuilder.CreateIndex(
                name: "ix_listings_state_confirmed_on",
                table: "listings",
                columns: new[] { "state", "confirmed_on" });

            migrationBuilder.CreateIndex(
                name: "ix_listing_batch_items_batch_id_outcome_number",
                table: "listing_batch_items",
                columns: new[] { "batch_id", "outcome", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_listing_batches_open",
                table: "listing_batches",
                column: "created_at",
                filter: "state in ('Comparing', 'Running', 'Undoing')");

            migrationBuilder.CreateIndex(
                name: "ix_listing_batches_organisation_id_created_at",
                table: "listing_batches",
                columns: new[] { "organisation_id", "created_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "listing_batch_items");

            migrationBuilder.DropTable(
                name: "listing_consents");

            migrationBuilder.DropTable(
                name: "listing_batches");

            migrationBuilder.DropIndex(
                name: "ix_listings_announcement_no",
                table: "listings");

            migrationBuilder.DropIndex(
                name: "ix_listings_state_confirmed_on",
                table: "listings");

            migrationBuilder.DropColumn(
                name: "stale_since",
                table: "listings");

            migrationBuilder.DropColumn(
                name: "report_no",
                table: "listing_patents");
        }
    }
}
