using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class Organisations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_organisation_links_upper_id_lower_id",
                table: "organisation_links");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "answered_at",
                table: "organisation_links",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "answered_by",
                table: "organisation_links",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "entered_at",
                table: "organisation_links",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "entered_by",
                table: "organisation_links",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "organisation_links",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "state",
                table: "organisation_links",
                type: "character varying(20)",
                maxLength: 20,
                nullable: false,
                defaultValue: "Proposed");

            migrationBuilder.CreateTable(
                name: "join_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    note = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    answered_by = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_join_requests", x => x.id);
                    table.ForeignKey(
                        name: "fk_join_requests_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_join_requests_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_organisation_links_open",
                table: "organisation_links",
                columns: new[] { "upper_id", "lower_id" },
                unique: true,
                filter: "until is null and state in ('Proposed', 'Confirmed')");

            migrationBuilder.CreateIndex(
                name: "ix_join_requests_open",
                table: "join_requests",
                columns: new[] { "organisation_id", "person_id" },
                unique: true,
                filter: "state = 'Open'");

            migrationBuilder.CreateIndex(
                name: "ix_join_requests_person_id",
                table: "join_requests",
                column: "person_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "join_requests");

            migrationBuilder.DropIndex(
                name: "ix_organisation_links_open",
                table: "organisation_links");

            migrationBuilder.DropColumn(
                name: "answered_at",
                table: "organisation_links");

            migrationBuilder.DropColumn(
                name: "answered_by",
                table: "organisation_links");

            migrationBuilder.DropColumn(
                name: "entered_at",
                table: "organisation_links");

            migrationBuilder.DropColumn(
                name: "entered_by",
                table: "organisation_links");

            migrationBuilder.DropColumn(
                name: "reason",
                table: "organisation_links");

            migrationBuilder.DropColumn(
                name: "state",
                table: "organisation_links");

            migrationBuilder.CreateIndex(
                name: "ix_organisation_links_upper_id_lower_id",
                table: "organisation_links",
                columns: new[] { "upper_id", "lower_id" },
                unique: true,
                filter: "until is null");
        }
    }
}
