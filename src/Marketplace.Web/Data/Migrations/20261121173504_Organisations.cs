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
            migrationBuilder.CreateTable(
                name: "delegations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    from_id = table.Column<Guid>(type: "uuid", nullable: false),
                    to_id = table.Column<Guid>(type: "uuid", nullable: false),
                    acts = table.Column<string[]>(type: "text[]", nullable: false),
                    ceiling_yuan = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false),
                    document_file = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    offered_by = table.Column<Guid>(type: "uuid", nullable: false),
                    offered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    answered_by = table.Column<Guid>(type: "uuid", nullable: true),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_by = table.Column<Guid>(type: "uuid", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_delegations", x => x.id);
                    table.CheckConstraint("ck_delegations_not_self", "from_id <> to_id");
                    table.CheckConstraint("ck_delegations_span", "since <= \"until\"");
                    table.ForeignKey(
                        name: "fk_delegations_organisations_from_id",
                        column: x => x.from_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_delegations_organisations_to_id",
                        column: x => x.to_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "invitations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    address = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: false),
                    roles = table.Column<string[]>(type: "text[]", nullable: false),
                    token_sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    invited_by = table.Column<Guid>(type: "uuid", nullable: true),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    accepted_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invitations", x => x.id);
                    table.ForeignKey(
                        name: "fk_invitations_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "organisation_labels",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false),
                    number = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    evidence_file = table.Column<Guid>(type: "uuid", nullable: true),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisation_labels", x => x.id);
                    table.CheckConstraint("ck_organisation_labels_span", "\"from\" <= \"until\"");
                    table.ForeignKey(
                        name: "fk_organisation_labels_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "organisation_links",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    upper_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lower_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisation_links", x => x.id);
                    table.CheckConstraint("ck_organisation_links_span", "\"until\" is null or since <= \"until\"");
                    table.CheckConstraint("ck_organisation_links_two", "upper_id <> lower_id");
                    table.ForeignKey(
                        name: "fk_organisation_links_organisations_lower_id",
                        column: x => x.lower_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_organisation_links_organisations_upper_id",
                        column: x => x.upper_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "organisation_names",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    folded_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: true),
                    until = table.Column<DateOnly>(type: "date", nullable: true),
                    proof_file = table.Column<Guid>(type: "uuid", nullable: true),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisation_names", x => x.id);
                    table.CheckConstraint("ck_organisation_names_span", "\"until\" is null or \"from\" is null or \"from\" <= \"until\"");
                    table.ForeignKey(
                        name: "fk_organisation_names_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "organisation_units",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    closed_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisation_units", x => x.id);
                    table.ForeignKey(
                        name: "fk_organisation_units_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "registrations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    applicant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    uscc = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false),
                    check_digit_reason = table.Column<string>(type: "text", nullable: true),
                    kind = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    folded_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    region_code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    address = table.Column<string>(type: "text", nullable: true),
                    legal_representative = table.Column<string>(type: "text", nullable: true),
                    operator_name = table.Column<string>(type: "text", nullable: true),
                    licence_file = table.Column<Guid>(type: "uuid", nullable: true),
                    authorisation_file = table.Column<Guid>(type: "uuid", nullable: true),
                    consent_version = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    consent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_registrations", x => x.id);
                    table.ForeignKey(
                        name: "fk_registrations_people_applicant_id",
                        column: x => x.applicant_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_memberships_separate",
                table: "memberships",
                column: "person_id",
                unique: true,
                filter: "until is null and role in ('SystemAdministrator', 'SecurityAdministrator', 'AuditAdministrator')");

            migrationBuilder.CreateIndex(
                name: "ix_delegations_from_id",
                table: "delegations",
                column: "from_id");

            migrationBuilder.CreateIndex(
                name: "ix_delegations_to_id_state",
                table: "delegations",
                columns: new[] { "to_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_invitations_open",
                table: "invitations",
                columns: new[] { "organisation_id", "address" },
                unique: true,
                filter: "accepted_at is null and withdrawn_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_invitations_token_sha256",
                table: "invitations",
                column: "token_sha256",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_organisation_labels_organisation_id_kind_from",
                table: "organisation_labels",
                columns: new[] { "organisation_id", "kind", "from" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_organisation_links_lower_id",
                table: "organisation_links",
                column: "lower_id");

            migrationBuilder.CreateIndex(
                name: "ix_organisation_links_upper_id_lower_id",
                table: "organisation_links",
                columns: new[] { "upper_id", "lower_id" },
                unique: true,
                filter: "until is null");

            migrationBuilder.CreateIndex(
                name: "ix_organisation_names_folded_name",
                table: "organisation_names",
                column: "folded_name");

            migrationBuilder.CreateIndex(
                name: "ix_organisation_names_organisation_id",
                table: "organisation_names",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_organisation_units_organisation_id_name",
                table: "organisation_units",
                columns: new[] { "organisation_id", "name" },
                unique: true,
                filter: "closed_on is null");

            migrationBuilder.CreateIndex(
                name: "ix_registrations_open",
                table: "registrations",
                columns: new[] { "applicant_id", "uscc" },
                unique: true,
                filter: "state in ('Draft', 'Submitted', 'Returned')");

            migrationBuilder.CreateIndex(
                name: "ix_registrations_state_submitted_at_id",
                table: "registrations",
                columns: new[] { "state", "submitted_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_registrations_under_review",
                table: "registrations",
                column: "uscc",
                unique: true,
                filter: "state in ('Submitted', 'Returned')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "delegations");

            migrationBuilder.DropTable(
                name: "invitations");

            migrationBuilder.DropTable(
                name: "organisation_labels");

            migrationBuilder.DropTable(
                name: "organisation_links");

            migrationBuilder.DropTable(
                name: "organisation_names");

            migrationBuilder.DropTable(
                name: "organisation_units");

            migrationBuilder.DropTable(
                name: "registrations");

            migrationBuilder.DropIndex(
                name: "ix_memberships_separate",
                table: "memberships");
        }
    }
}
