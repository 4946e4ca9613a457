using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class Directory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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

            migrationBuilder.CreateIndex(
                name: "ix_directory_invitations_on_the_way",
                table: "directory_invitations",
                column: "queued_at",
                filter: "sent_at is null and failed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_directory_invitations_round",
                table: "directory_invitations",
                column: "round_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "directory_place_names");

            migrationBuilder.DropIndex(
                name: "ix_directory_invitations_on_the_way",
                table: "directory_invitations");

            migrationBuilder.DropIndex(
                name: "ix_directory_invitations_round",
                table: "directory_invitations");

            migrationBuilder.DropColumn(
                name: "failed_at",
                table: "directory_invitations");

            migrationBuilder.DropColumn(
                name: "opened_at",
                table: "directory_invitations");

            migrationBuilder.DropColumn(
                name: "sent_at",
                table: "directory_invitations");
        }
    }
}
