using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class ClosingsJoinsAndRounds : Migration
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

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "failed_at",
                table: "directory_invitations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "opened_at",
                table: "directory_invitations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "sent_at",
                table: "directory_invitations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "account_closings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    closed_by = table.Column<Guid>(type: "uuid", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reopen_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    reopened_by = table.Column<Guid>(type: "uuid", nullable: true),
                    reopened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_closings", x => x.id);
                    table.ForeignKey(
                        name: "fk_account_closings_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "directory_place_names",
                columns: table => new
                {
                    bureau_id = table.Column<Guid>(type: "uuid", nullable: false),
                    written = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_directory_place_names", x => new { x.bureau_id, x.written });
                    table.ForeignKey(
                        name: "fk_directory_place_names_organisations_bureau_id",
                        column: x => x.bureau_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "factor_resets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    answer = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    effective_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_factor_resets", x => x.id);
                    table.ForeignKey(
                        name: "fk_factor_resets_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

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
                name: "ix_directory_invitations_on_the_way",
                table: "directory_invitations",
                column: "queued_at",
                filter: "sent_at is null and failed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_directory_invitations_round",
                table: "directory_invitations",
                column: "round_id");

            migrationBuilder.CreateIndex(
                name: "ix_account_closings_open",
                table: "account_closings",
                column: "person_id",
                unique: true,
                filter: "reopened_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_account_closings_person_id_id",
                table: "account_closings",
                columns: new[] { "person_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_factor_resets_open",
                table: "factor_resets",
                column: "person_id",
                unique: true,
                filter: "state in ('Asked', 'Granted')");

            migrationBuilder.CreateIndex(
                name: "ix_factor_resets_person_id_asked_at",
                table: "factor_resets",
                columns: new[] { "person_id", "asked_at" });

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
                name: "account_closings");

            migrationBuilder.DropTable(
                name: "directory_place_names");

            migrationBuilder.DropTable(
                name: "factor_resets");

            migrationBuilder.DropTable(
                name: "join_requests");

            migrationBuilder.DropIndex(
                name: "ix_organisation_links_open",
                table: "organisation_links");

            migrationBuilder.DropIndex(
                name: "ix_directory_invitations_on_the_way",
                table: "directory_invitations");

            migrationBuilder.DropIndex(
                name: "ix_directory_invitations_round",
                table: "directory_invitations");

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

            migrationBuilder.DropColumn(
                name: "failed_at",
                table: "directory_invitations");

            migrationBuilder.DropColumn(
                name: "opened_at",
                table: "directory_invitations");

            migrationBuilder.DropColumn(
                name: "sent_at",
                table: "directory_invitations");

            migrationBuilder.CreateIndex(
                name: "ix_organisation_links_upper_id_lower_id",
                table: "organisation_links",
                columns: new[] { "upper_id", "lower_id" },
                unique: true,
                filter: "until is null");
        }
    }
}
